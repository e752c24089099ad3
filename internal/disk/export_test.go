package disk

import "testing"

// What tests put under the durable writes.
type (
	Files = files
	File  = file
)

// On replaces the file system for the length of a test.
func On(t *testing.T, f Files) {
	t.Helper()
	under = f
	t.Cleanup(func() { under = system{} })
}

// Plainly writes as a program without care does: the name at once, nothing synced.
func Plainly(final, text string) error {
	temp, err := under.Create("/", "plain")
	if err != nil {
		return err
	}
	if _, err := temp.Write([]byte(text)); err != nil {
		return err
	}
	return under.Rename(temp.Name(), final)
}
