"""Letters said in the reader's language and handed to the mail server."""
