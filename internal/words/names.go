package words

// Names is the name of a place, a store or an item. Bengali and Hindi are empty where there is none.
type Names struct {
	Name   string
	NameBN string
	NameHI string
}

// In returns the name in a language, the English one where that language has none.
func (n Names) In(language Language) string {
	switch {
	case language == Bengali && n.NameBN != "":
		return n.NameBN
	case language == Hindi && n.NameHI != "":
		return n.NameHI
	}
	return n.Name
}
