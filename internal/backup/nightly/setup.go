package nightly

import (
	"context"
	"crypto/rand"
	"math/big"
	"path/filepath"

	"tripol/internal/actor"
	"tripol/internal/backup"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// draft is a key whose pages are being printed. Of the halves it holds only the groups that are asked for.
type draft struct {
	recipient string
	folder    string
	label     string
	asked     []Asked
	printed   []string // the groups that were asked for
	wrong     int
}

// Asked is a printed group that the person types back, so that a page that was not printed is noticed.
type Asked struct {
	Half  int `json:"half" minimum:"1" maximum:"2"`
	Group int `json:"group" minimum:"1" maximum:"16"` // counted from 1
}

// Pages are the two printed halves of a new secret key. They are shown once and stored nowhere.
type Pages struct {
	Recipient string        `json:"recipient"`
	Kit       string        `json:"kit"` // name of the key, on both pages
	Halves    []backup.Half `json:"halves" nullable:"false"`
	Asked     []Asked       `json:"asked" nullable:"false"`
}

const (
	askedPerHalf = 2
	wrongLimit   = 6 // confirmations of one key; then it is drawn again
)

// Draw generates a key for backups into a folder. It is not in force until its pages were confirmed.
func (s *Service) Draw(folder string) (pages Pages, err error) {
	folder = filepath.Clean(folder)
	if err := s.checkFolder(folder); err != nil {
		return pages, err
	}
	recipient, halves, err := backup.NewKey()
	if err != nil {
		return pages, err
	}
	d := &draft{recipient: recipient, folder: folder, label: s.labelOf(folder)}
	places, err := askedPlaces()
	if err != nil {
		return pages, err
	}
	for i, group := range places {
		half := i/askedPerHalf + 1
		d.asked = append(d.asked, Asked{Half: half, Group: group + 1})
		d.printed = append(d.printed, halves[half-1].Groups[group])
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draft = d
	return Pages{Recipient: recipient, Kit: backup.Kit(recipient), Halves: halves[:], Asked: d.asked}, nil
}

// askedPlaces draws the groups that are asked for: different ones of either half, so that what is held here for the
// comparison never holds both halves of any symbol. The first two groups name half and key, which a screen shows too.
func askedPlaces() (places []int, err error) {
	const named = 2
	left := make([]int, 0, backup.Groups)
	for group := named; group < backup.Groups; group++ {
		left = append(left, group)
	}
	for range 2 * askedPerHalf {
		at, err := rand.Int(rand.Reader, big.NewInt(int64(len(left))))
		if err != nil {
			return nil, err
		}
		i := int(at.Int64())
		places = append(places, left[i])
		left = append(left[:i], left[i+1:]...)
	}
	return places, nil
}

func (s *Service) labelOf(folder string) string {
	if s.Media != nil {
		if media, err := s.Media(); err == nil {
			for _, medium := range media {
				if medium.Folder == folder {
					return medium.Label
				}
			}
		}
	}
	return filepath.Base(folder)
}

// Confirm compares the typed groups with the printed ones, and puts the key into force.
func (s *Service) Confirm(ctx context.Context, who actor.Actor, typed []string) error {
	d, err := s.confirmed(typed)
	if err != nil {
		return err
	}
	if err := s.choose(ctx, who, d.recipient, d.folder, d.label); err != nil {
		return err
	}
	s.mu.Lock()
	s.draft = nil
	s.mu.Unlock()
	return nil
}

func (s *Service) confirmed(typed []string) (*draft, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.draft
	if d == nil {
		return nil, fault.New(fault.Conflict, "backup_key_gone", "Begin again: this key is no longer being set up.")
	}
	for i, printed := range d.printed {
		if i < len(typed) && backup.SameGroup(typed[i], printed) {
			continue
		}
		if d.wrong++; d.wrong >= wrongLimit {
			s.draft = nil
		}
		return nil, fault.Field("/groups/"+string(rune('0'+i)), "backup_page_differs",
			"This is not what was printed. Compare it with the page; if there is no page, print again.")
	}
	return d, nil
}

// AddPlace makes another stick or folder known for the key in force, or moves the backups there.
func (s *Service) AddPlace(ctx context.Context, who actor.Actor, folder string) error {
	folder = filepath.Clean(folder)
	if err := s.checkFolder(folder); err != nil {
		return err
	}
	setting, found, err := s.setting(ctx)
	if err != nil {
		return err
	}
	if !found {
		return fault.New(fault.Conflict, "backup_key_gone", "Make a key first.")
	}
	return s.choose(ctx, who, setting.Recipient, folder, s.labelOf(folder))
}

// choose marks the folder and stores the setting. The mark is first: a setting whose medium cannot be written is none.
func (s *Service) choose(ctx context.Context, who actor.Actor, recipient, folder, label string) error {
	before, found, err := s.setting(ctx)
	if err != nil {
		return err
	}
	setting := Setting{ID: db.NewID(), Recipient: recipient, Folder: folder, Label: label, ChosenBy: who.Account}
	setting.Installation = setting.ID
	if found {
		setting.Installation = before.Installation
	}
	if other := markerOf(folder); other.Installation != "" && other.Installation != setting.Installation {
		return fault.Field("/folder", "backup_folder_others",
			"Another installation keeps its backups here. Take another stick.")
	}
	if err := mark(folder, marker{setting.Installation, recipient}); err != nil {
		return closedFolder().Because(err)
	}
	err = s.Source.Store.Write(ctx, who, func(tx *db.Tx) error {
		setting.ChosenAt = tx.Now
		return tx.Create(&setting).Error
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.seen, folder) // it gets its first backup at once
	s.failed = nil
	s.mu.Unlock()
	s.Wake()
	return nil
}
