"""What may be said: the strongest wording that the evidence allows, in three languages, and what exceeds it."""
