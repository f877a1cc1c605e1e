"""The room "attention": requests for people's time within their budgets, letters waiting, the clock."""
