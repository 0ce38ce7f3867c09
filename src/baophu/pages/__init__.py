"""What every page shares: frame, design tokens, lists, charts, exports."""
