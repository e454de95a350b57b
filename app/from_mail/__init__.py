"""What a link in a mail opens, without signing in: answer a round, say whether you come, get no more of it."""
