#include "learn/watch.h"

#include <stddef.h>

void
watch_add(struct watch *w, double share, double loss)
{
	if (!w || !w->show)
		return;
	pthread_mutex_lock(&w->lock);
	w->done = w->done + share < 1 ? w->done + share : 1;
	w->show(w->arg, w->done, loss);
	pthread_mutex_unlock(&w->lock);
}
