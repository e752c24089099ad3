// Package actor says who acts and how far their hand reaches: role × organisation × area; it knows no table and no
// request.
package actor

import (
	"slices"
	"strings"

	"tripol/internal/fault"
	"tripol/internal/form"
)

// AccountID is the id of a person's account (UUIDv7).
type AccountID string

// OrganisationID is the id of an organisation (UUIDv7).
type OrganisationID string

// Role is one of the closed set of things a person is trusted with.
type Role string

// The roles.
const (
	Administrator     Role = "administrator"      // accounts, organisations, places, items
	OutreachWorker    Role = "outreach_worker"    // registers households, grades damage, binds cards
	Distributor       Role = "distributor"        // scans cards and hands over
	Storekeeper       Role = "storekeeper"        // receives, dispatches, accepts, counts
	Coordinator       Role = "coordinator"        // plans, verifies, prints cards, settles exceptions
	ProtectionOfficer Role = "protection_officer" // opens sealed notes; nobody else can
	Treasurer         Role = "treasurer"          // pledges and payments
	Auditor           Role = "auditor"            // reads that the sums close
)

// Roles lists every role once; tests loop over it.
var Roles = form.Set("role",
	Administrator,
	OutreachWorker,
	Distributor,
	Storekeeper,
	Coordinator,
	ProtectionOfficer,
	Treasurer,
	Auditor,
)

// Grant is one role over one area and all below it. Path is an area path such as /19/303/; "/" is everywhere.
// The grants of an actor are its authorization scope.
type Grant struct {
	Role Role
	Path string
}

// Actor is who acts. The zero Actor is nobody and may do nothing.
type Actor struct {
	Account      AccountID
	Organisation OrganisationID
	Name         string // shown on screens, never logged
	Grants       []Grant
	Credential   string // the credential of the phone they act by; empty at a desk
	Browser      string // of the session they act by, as the hash of its cookie in hex; empty for a phone or a program
	Steward      bool   // maintains what all organisations of the installation share: places and the common items
	System       bool   // the program itself: sealer, sweeps, command line; sees every organisation
}

// System is the program acting for itself.
func System() Actor { return Actor{System: true, Name: "system"} }

// Has says whether the actor holds one of the roles anywhere.
func (a Actor) Has(roles ...Role) bool {
	if a.System {
		return true
	}
	for _, g := range a.Grants {
		if slices.Contains(roles, g.Role) {
			return true
		}
	}
	return false
}

// Must refuses an actor that holds none of the roles.
func (a Actor) Must(roles ...Role) error {
	if !a.System && a.Account == "" {
		return fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	if !a.Has(roles...) {
		return fault.New(fault.Forbidden, "role_missing", "Your role does not allow this.")
	}
	return nil
}

// MustSteward refuses an actor who is no administrator with the steward's right.
func (a Actor) MustSteward() error {
	if err := a.Must(Administrator); err != nil {
		return err
	}
	if !a.System && !a.Steward {
		return fault.New(fault.Forbidden, "steward_only",
			"All organisations here share this; only the steward of this installation changes it.")
	}
	return nil
}

// Paths lists the area paths over which the actor holds one of the roles. "/" means everywhere.
func (a Actor) Paths(roles ...Role) []string {
	if a.System {
		return []string{"/"}
	}
	var paths []string
	for _, g := range a.Grants {
		for _, r := range roles {
			if g.Role == r {
				paths = append(paths, g.Path)
			}
		}
	}
	return paths
}

// Reaches says whether the actor holds one of the roles over the area at path.
func (a Actor) Reaches(path string, roles ...Role) bool {
	for _, p := range a.Paths(roles...) {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}
