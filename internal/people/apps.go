package people

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/form"
)

// App is one of the two applications for people with an account.
type App string

// The applications: of phones, and of any browser.
const (
	FieldApp  App = "field"
	OfficeApp App = "office"
)

// Apps lists the applications.
var Apps = form.Set("app", FieldApp, OfficeApp)

// fieldOnly are the roles whose whole work is in the field app.
var fieldOnly = []actor.Role{actor.OutreachWorker, actor.Distributor}

// AppsOf returns the applications in which some roles have their work.
func AppsOf(roles []actor.Role) []App {
	apps := []App{}
	if slices.ContainsFunc(roles, func(r actor.Role) bool { return slices.Contains(actor.PhoneRoles, r) }) {
		apps = append(apps, FieldApp)
	}
	if slices.ContainsFunc(roles, func(r actor.Role) bool { return !slices.Contains(fieldOnly, r) }) {
		apps = append(apps, OfficeApp)
	}
	return apps
}
