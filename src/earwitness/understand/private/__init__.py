"""What could identify a private person: finds with their reasons, high recall first."""
