// Package actor defines the acting principal and its authorization scope (role × organisation × area); it depends on
// no table and no request.
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

// Role is one of the closed set of roles.
type Role string

// The roles.
const (
	Administrator     Role = "administrator"      // accounts, organisations, places, items
	OutreachWorker    Role = "outreach_worker"    // registers households, grades damage, binds cards
	Distributor       Role = "distributor"        // scans cards and hands over
	Storekeeper       Role = "storekeeper"        // receives, dispatches, accepts, counts
	Coordinator       Role = "coordinator"        // plans, verifies, prints cards, settles exceptions
	ProtectionOfficer Role = "protection_officer" // decrypts sealed notes; no other role can
	Treasurer         Role = "treasurer"          // pledges and payments
	Auditor           Role = "auditor"            // reads that totals balance
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

// PhoneRoles are the roles of work with a phone. The credential of a phone has these of the account's roles, the others
// apply in the office only. Of the roles of a kind, these submit it from phones (Kind.FromPhones).
var PhoneRoles = []Role{OutreachWorker, Distributor, Storekeeper, Coordinator}

// Grant is one role over one area and all below it. Path is an area path such as /19/303/; "/" is everywhere. The
// grants of an actor are its authorization scope.
type Grant struct {
	Role Role
	Path string
}

// Actor is the acting principal. The zero Actor has no rights.
type Actor struct {
	Account      AccountID
	Organisation OrganisationID
	Name         string // shown on screens, never logged
	Grants       []Grant
	Credential   string // the credential of the phone; empty for a browser or a program
	Browser      string // of the browser session, as the hash of its cookie in hex; empty for a phone or a program
	Steward      bool   // maintains the data shared by all organisations of the installation: places and common items
	System       bool   // the program itself: sealer, sweeps, command line; sees every organisation
}

// System returns the actor of the program itself.
func System() Actor { return Actor{System: true, Name: "system"} }

// Has reports whether the actor has one of the roles anywhere.
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

// Must rejects an actor without any of the roles.
func (a Actor) Must(roles ...Role) error {
	if !a.System && a.Account == "" {
		return fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	if !a.Has(roles...) {
		return fault.New(fault.Forbidden, "role_missing", "Your role does not allow this.")
	}
	return nil
}

// MustSteward rejects an actor who is not an administrator with the steward's right.
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

// RoleNames returns the actor's roles, each once.
func (a Actor) RoleNames() []Role {
	var roles []Role
	for _, g := range a.Grants {
		if !slices.Contains(roles, g.Role) {
			roles = append(roles, g.Role)
		}
	}
	return roles
}

// Paths returns the area paths over which the actor has one of the roles. "/" means everywhere.
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

// Reaches reports whether the actor has one of the roles over the area at path.
func (a Actor) Reaches(path string, roles ...Role) bool {
	for _, p := range a.Paths(roles...) {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}
