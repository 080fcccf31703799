"""What seals a bag: a signature that `ssh-keygen` and `openssl` verify, and the token of a time authority."""
