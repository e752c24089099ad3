package field

import (
	"tripol/internal/household"
	"tripol/internal/people"
)

// settings reads the parameters of the phone's rules that its organisation has set.
func (p *packing) settings() (settings, error) {
	key, err := people.ProtectionKey(p.tx, p.phone.Actor.Organisation)
	if err != nil {
		return settings{}, err
	}
	positions, err := household.Positions(p.tx, p.phone.Actor.Organisation, p.tx.Now)
	if err != nil {
		return settings{}, err
	}
	lock, err := people.Autolock(p.tx, p.phone.Actor.Organisation)
	return settings{
		UndoSeconds: undoSeconds, StaleHours: staleHours, ProtectionKey: key, Positions: positions.Enabled,
		LockMinutes: lock.Minutes, HelpNumber: p.help,
	}, err
}
