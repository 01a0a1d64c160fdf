s/if len(line) <= LINE/if line/
s/if len(self.text) >= LINE or self.drops:/if self.drops:/
