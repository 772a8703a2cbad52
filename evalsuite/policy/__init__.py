"""The language of policy rules: which words it has, and what its functions say."""
