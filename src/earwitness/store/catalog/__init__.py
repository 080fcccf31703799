"""The catalog: everything known, in SQLite. One module a layer; SQL stands nowhere else."""
