"""What yt-dlp leaves beside a video: its info file, companions, and the secrets in them."""
