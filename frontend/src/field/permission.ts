// What the person has allowed this app before: only that is used without asking again.

export async function allowedBefore(name: 'camera' | 'geolocation'): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    return false; // a browser that does not say
  }
}
