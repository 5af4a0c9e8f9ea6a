"""The rules of e-mails: messages and what befalls them, templates, addresses that are stopped."""
