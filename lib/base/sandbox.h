/* The sandbox: a filter that has opened what it writes needs no more than to read, and says so to the kernel.
 *
 * After sandbox_enter the process gains no privileges (no_new_privs) and, where the kernel has Landlock, cannot make,
 * change, remove or execute any file but under the directories allowed before, and /dev/null. Reading stays as it was:
 * operands, zone data and conversion tables are opened when they are needed. */
#ifndef FB_SANDBOX_H
#define FB_SANDBOX_H

/* Files in the directory of path, and of what it is a link to, may be written, made and renamed. NULL is ignored. */
void sandbox_allow(const char *path);
/* Files in a directory. */
void sandbox_allow_in(const char *dir);

/* From here on, for this thread and those it starts. No error where the kernel cannot: the program is right without. */
void sandbox_enter(void);

#endif
