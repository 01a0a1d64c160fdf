s/^\tfor (;;) {/\tfor (int count = 0; count < 2; count++) {/
