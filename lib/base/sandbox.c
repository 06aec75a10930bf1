#include "base/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

enum { MOST = 16 };
static char *allowed[MOST];
static int count;

static const __u64 WRITING = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
	LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

void
sandbox_allow_in(const char *dir)
{
	if (count < MOST)
		allowed[count++] = xstrdup(dir);
}

static void
allow_beside(const char *path)
{
	char *dir = xstrdup(path), *slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir] = '\0';
	sandbox_allow_in(slash ? dir : ".");
	free(dir);
}

void
sandbox_allow(const char *path)
{
	char *target = path ? realpath(path, NULL) : NULL;
	if (path)
		allow_beside(path);
	if (target)
		allow_beside(target);
	free(target);
}

static void
allow(int rules, const char *path, __u64 access)
{
	struct landlock_path_beneath_attr a = { .allowed_access = access };
	a.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (a.parent_fd < 0)
		return;
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &a, 0);
	close(a.parent_fd);
}

void
sandbox_enter(void)
{
	struct landlock_ruleset_attr attr = { .handled_access_fs = WRITING };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return;
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (rules < 0)
		return;
	for (int i = 0; i < count; i++)
		allow(rules, allowed[i], WRITING & ~(__u64)LANDLOCK_ACCESS_FS_EXECUTE);
	allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE);
	syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}
