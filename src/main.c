/* main: sub-commands. */
int main(void)
{
	return 0;
}
