/* What a process may still write once it is in the sandbox: children try, the parent looks at what they say. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "tap.h"

static char top[] = "/tmp/fb-sandbox.XXXXXX";

static int
write_file(const char *name)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* In a child that may write what `named` names: what comes of writing name. */
static int
try(const char *named, const char *name)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		sandbox_allow(named);
		sandbox_enter();
		_exit(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? write_file(name) : 255);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
main(void)
{
	if (!mkdtemp(top) || chdir(top) != 0 || mkdir("in", 0700) != 0 || mkdir("out", 0700) != 0 || symlink("../out/real", "in/link") != 0)
		return 1;
	int landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, 1) > 0;
	int refused = landlock ? EACCES : 0;
	ok(try("out/named", "out/named") == 0, "the file named");
	ok(try("out/named", "out/.named.tmp") == 0, "and one beside it, to be renamed");
	ok(try("out/named", "in/other") == refused, "no other");
	ok(try("named", "here") == 0, "a name without a directory is one of this");
	ok(try("named", "../fb-sandbox.other") == refused, "not of the one above");
	ok(write_file("out/real") == 0, "what the link leads to is there");
	ok(try("in/link", "in/link") == 0, "through a link");
	ok(try(NULL, "out/named") == refused, "nothing named, nothing written");
	ok(try(NULL, "/dev/full") == refused, "no device either");
	ok(try(NULL, "/dev/null") == 0, "but one");
	if (chdir("/") == 0) {
		char remove[64];
		snprintf(remove, sizeof remove, "rm -rf %s /tmp/fb-sandbox.other", top);
		if (system(remove) != 0)
			return 1;
	}
	return tap_end();
}
