"""Whom payments calls outside."""
