"""The rules of reminders: levels and their days, what is held back, what being late costs."""
