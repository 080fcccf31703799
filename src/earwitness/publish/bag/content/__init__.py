"""What a bag holds: one kind of file a module."""
