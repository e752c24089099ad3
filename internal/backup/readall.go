package backup

import "strings"

// ReadAll reads an archive to its end and verifies every part, without storing anything.
func (a *Archive) ReadAll() error {
	photos := 0
	for {
		name, err := a.from.peek()
		if err != nil {
			return err
		}
		if name == listName {
			break
		}
		if _, _, err := a.from.take(); err != nil {
			return err
		}
		if strings.HasPrefix(name, "photos/") {
			photos++
		}
	}
	if photos != a.Photos {
		return altered()
	}
	_, err := a.from.finish()
	return err
}
