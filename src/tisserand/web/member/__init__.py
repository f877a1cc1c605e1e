"""The pages of a member: today, letters, her own page, her welcome."""
