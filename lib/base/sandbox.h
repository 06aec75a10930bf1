/* The sandbox: a filter that has opened what it writes needs no more than to read, and says so to the kernel.
 *
 * After sandbox_enter the process gains no privileges (no_new_privs) and, where the kernel has Landlock, cannot make,
 * change, remove or execute any file but under the directories allowed before. Reading stays as it was: operands, zone
 * data and conversion tables are opened when they are needed. */
#ifndef FB_SANDBOX_H
#define FB_SANDBOX_H

/* Files in the directory of path may be written, made and renamed. NULL is ignored. */
void sandbox_allow(const char *path);

/* From here on, for this thread and those it starts. No error where the kernel cannot: the program is right without. */
void sandbox_enter(void);

#endif
