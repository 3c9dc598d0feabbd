import { createStore, type StateCreator, type StoreApi } from 'zustand/vanilla'

/** Reports an error as uncaught without interrupting the caller. */
const reportUncaught = (error: unknown): void => {
  setTimeout(() => {
    throw error
  })
}

/** Calls a listener; an error is reported, and the next listener still runs. */
function callGuarded<A extends readonly unknown[]>(
  listener: (...args: A) => void,
  ...args: A
): void {
  try {
    listener(...args)
  } catch (error) {
    reportUncaught(error)
  }
}

/**
 * A store that isolates its subscribers' errors: storage, history or a lock may throw in any of them. A subscriber that
 * changes the store is reported as an error, since the others would miss a state.
 */
export function createGuardedStore<T>(initial: StateCreator<T, [], []>): StoreApi<T> {
  const store = createStore(initial)
  return {
    ...store,
    subscribe: (listener) =>
      store.subscribe((state, before) => {
        callGuarded(listener, state, before)
        if (store.getState() !== state) {
          reportUncaught(new Error('A subscriber changed the store while it was notified.'))
        }
      }),
  }
}
