s/answer == ping and sender == server/answer/
