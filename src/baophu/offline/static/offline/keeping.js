/* What the browser keeps: snapshots as they came (encrypted), and check-ins until they are sent (sealed). */
"use strict";

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("baophu-offline", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("snapshots", { keyPath: "number" });
      asked.result.createObjectStore("checkins", { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(store, mode, act) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const asked = act(transaction.objectStore(store));
    transaction.oncomplete = () => { base.close(); resolve(asked && asked.result); };
    transaction.onabort = transaction.onerror = () => { base.close(); reject(transaction.error); };
  });
}

export const keepSnapshot = (one) => run("snapshots", "readwrite", (store) => store.put(one));
export const snapshots = () => run("snapshots", "readonly", (store) => store.getAll());
export const dropSnapshot = (number) => run("snapshots", "readwrite", (store) => store.delete(number));
export const keepCheckIn = (one) => run("checkins", "readwrite", (store) => store.put(one));
export const checkIns = () => run("checkins", "readonly", (store) => store.getAll());
export const dropCheckIn = (key) => run("checkins", "readwrite", (store) => store.delete(key));
