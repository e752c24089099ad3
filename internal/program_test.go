package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// programs is the allowlist of the functions that read or write as the program itself, past the row-level policies
// (actor.System, db.Tx.AsProgram), with the reason. A query of a person's request is not among them.
var programs = map[string]string{
	"actor.System": "the constructor itself",

	"db.(variable)":             "the setting",
	"db.Store.snapshotPostgres": "the setting",
	"db.Store.reading":          "the setting",
	"db.inScope":                "the setting",

	"app.App.AddUser":                "the operator at the command line",
	"app.App.organisation":           "the operator at the command line",
	"app.App.importer":               "the operator at the command line",
	"app.App.Export":                 "the operator at the command line",
	"cmd.publishCommand.Run":         "the operator at the command line",
	"cmd.importAreasCommand.Run":     "the operator at the command line",
	"cmd.importAreasCommand.shipped": "the operator at the command line",

	"app.App.ResetFactor":  "the operator at the command line",
	"app.App.appoint":      "the operator at the command line",
	"app.App.addAccount":   "the operator at the command line",
	"app.App.approve":      "the operator at the command line",
	"app.App.authenticate": "the operator at the command line",

	"intake.asker":            "pending actions whose wait is over, each carried out as who asked for it",
	"intake.Table.ReleaseDue": "pending actions whose wait is over, each carried out as who asked for it",
	"intake.Table.release":    "pending actions whose wait is over, each carried out as who asked for it",
	"intake.refuseDue":        "pending actions whose wait is over, each carried out as who asked for it",
	"journal.asAuthor":        "a second person's approval of what the command line asked for",
	"journal.authored":        "a second person's approval of what the command line asked for",

	"app.Backup":             "backup and restore hold every row",
	"app.restoration.finish": "backup and restore hold every row",

	"app.App.Verify":     "verify proves every row",
	"app.App.OpenGaps":   "verify proves every row",
	"app.App.VerifySeen": "verify proves every row",

	"app.App.Demo":             "a demonstration is made in an empty database",
	"app.App.assertEmpty":      "a demonstration is made in an empty database",
	"app.App.assertWhole":      "a demonstration is made in an empty database",
	"app.demonstration.goods":  "a demonstration is made in an empty database",
	"app.demonstration.places": "a demonstration is made in an empty database",

	"app.App.demo":         "start: whether the database is a demonstration, or has nobody yet",
	"app.App.checkClock":   "start and timer: when the newest record was sealed, to compare the clock with",
	"app.App.firstRun":     "start: whether the database is a demonstration, or has nobody yet",
	"web.isBegun":          "start: whether the database is a demonstration, or has nobody yet",
	"web.hasBegun":         "start: the age of the newest backup, which anyone may know",
	"web.call.createFirst": "start: whether the database is a demonstration, or has nobody yet",

	"people.asFounder":                      "an organisation that the actor let in and to which no administrator has come yet",
	"people.ExistingAccounts":               "which ids are free, of any organisation",
	"people.Names":                          "names for ids in rows that were read in scope",
	"people.deviceNames":                    "names for ids in rows that were read in scope",
	"people.SessionOf":                      "who a token, password or code belongs to, before a tenant is known",
	"people.readRanges":                     "who a token, password or code belongs to, before a tenant is known",
	"people.PhoneOf":                        "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.ChangePassword":   "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.PassSecondFactor": "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.factorBeside":     "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.appsOf":           "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.SignOut":          "who a token, password or code belongs to, before a tenant is known",
	"people.SignEveryoneOut":                "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.accept":           "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.credentialOf":     "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.newcomer":         "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.openInvitation":   "who a token, password or code belongs to, before a tenant is known",
	"people.Authenticator.openSession":      "who a token, password or code belongs to, before a tenant is known",

	"journal.lookUp":    "idempotency: an id that another organisation used is still refused",
	"journal.noteReuse": "idempotency: an id that another organisation used is still refused",

	"stock.create":      "common items, which the policy lets nobody write but the program: AddItem requires the steward",
	"stock.StoreNames":  "the names of both stores of a waybill, of which one is a partner's",
	"stock.destination": "stores that other organisations opened to partners",
	"stock.Stores":      "stores that other organisations opened to partners",

	"journal.Seal": "the sealed sequence is one for all organisations",

	"journal.ToErase": "erasure: an entry of no organisation can speak of a household",
	"journal.Erase":   "erasure: an entry of no organisation can speak of a household",

	"journal.Raise": "an exception of both organisations between which goods move",

	"app.App.empty":                  "whether anybody has set up this installation, before there is anybody",
	"backup/nightly.Service.Status":  "backups are of all organisations; the steward reads about them",
	"backup/nightly.Service.newest":  "backups are of all organisations; nobody asks for the nightly one",
	"backup/nightly.Service.record":  "backups are of all organisations; nobody asks for the nightly one",
	"backup/nightly.Service.setting": "backups are of all organisations; nobody asks for the nightly one",

	"intake.ForgetLate":    "erasure of entries that were refused meanwhile, of every organisation",
	"household.PruneWords": "erasure of entries that were refused meanwhile, of every organisation",

	"exchange/jobs.Folder.Sweep":    "sweeps of every organisation's files and parts",
	"exchange/jobs.MarkFilesLost":   "sweeps of every organisation's files and parts",
	"media.RemoveErased":            "sweeps of every organisation's files and parts",
	"media.Sweep":                   "sweeps of every organisation's files and parts",
	"field.Service.SweepStorage":    "sweeps of every organisation's files and parts",
	"field.Service.sweepUnreadable": "sweeps of every organisation's files and parts",
	"field.Service.SweepParts":      "sweeps of every organisation's files and parts",

	"stock.takeIn":  "goods between two organisations: the transit account is the sender's",
	"stock.Reverse": "goods between two organisations: the transit account is the sender's",

	"household.Rekey": "search keys of an older version, of every organisation",

	"exchange/jobs.Worker.claim":               "the queue of jobs, each run as the person who started it",
	"exchange/jobs.Worker.run":                 "the queue of jobs, each run as the person who started it",
	"exchange/jobs.Worker.finish":              "the queue of jobs, each run as the person who started it",
	"exchange/jobs.Worker.requeue":             "the queue of jobs, each run as the person who started it",
	"exchange/jobs.Worker.recordPartialResult": "the queue of jobs, each run as the person who started it",
	"exchange/jobs.Worker.updateRunning":       "the queue of jobs, each run as the person who started it",

	"field.Service.ResolveWaiting": "deferred and withheld records, each decided as the phone that sent it",
	"field.Service.TakeWithheld":   "deferred and withheld records, each decided as the phone that sent it",
	"field.Service.resolve":        "deferred and withheld records, each decided as the phone that sent it",
	"field.Service.rightsOf":       "deferred and withheld records, each decided as the phone that sent it",
	"field.Service.takeOne":        "deferred and withheld records, each decided as the phone that sent it",

	"summary.Advance": "the read model advances over every organisation's entries",

	"web.Server.caughtUp": "how far the read model lags behind the sealed sequence",
	"release.Publish":     "a release counts every organisation's rows before suppression",
}

// asProgram lists the functions of a file that act as the program, each as package.function.
func asProgram(file source) (found []string) {
	for _, declared := range file.tree.Decls {
		name := file.room + ".(variable)"
		if function, is := declared.(*ast.FuncDecl); is {
			name = file.room + "." + receiver(function) + function.Name.Name
		}
		ast.Inspect(declared, func(n ast.Node) bool {
			if reachesAll(n) && !slices.Contains(found, name) {
				found = append(found, name)
			}
			return true
		})
	}
	return found
}

// receiver is the type of a method, with a dot, or nothing.
func receiver(function *ast.FuncDecl) string {
	if function.Recv == nil || len(function.Recv.List) == 0 {
		return ""
	}
	of := function.Recv.List[0].Type
	if pointer, is := of.(*ast.StarExpr); is {
		of = pointer.X
	}
	if generic, is := of.(*ast.IndexExpr); is {
		of = generic.X
	}
	if name, is := of.(*ast.Ident); is {
		return name.Name + "."
	}
	return "?."
}

// reachesAll reports the ways to the scope of the program: its actor's constructor, called or handed on, an actor
// declared with System set, AsProgram, and the setting itself.
func reachesAll(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		base, _ := n.X.(*ast.Ident)
		return n.Sel.Name == "AsProgram" || n.Sel.Name == "System" && base != nil && base.Name == "actor"
	case *ast.KeyValueExpr:
		key, _ := n.Key.(*ast.Ident)
		return key != nil && key.Name == "System"
	case *ast.AssignStmt:
		return slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool {
			field, is := e.(*ast.SelectorExpr)
			return is && field.Sel.Name == "System"
		})
	case *ast.BasicLit:
		return n.Kind == token.STRING && strings.Contains(n.Value, "app.organisations")
	}
	return false
}

// strangers returns the violations: unlisted functions that act as the program, and listed functions that do not.
func strangers(files []source, allowed map[string]string) (faults []string) {
	unused := maps.Clone(allowed)
	for _, file := range files {
		if slices.Contains(tests, file.room) {
			continue
		}
		for _, name := range asProgram(file) {
			delete(unused, name)
			if allowed[name] == "" {
				faults = append(faults, fmt.Sprintf("%s acts as the program (%s): give it an actor, or list it with a reason", name, file.path))
			}
		}
	}
	for name := range unused {
		faults = append(faults, name+" is listed and does not act as the program")
	}
	slices.Sort(faults)
	return faults
}

func TestB52_OnlyListedFunctionsActAsTheProgram(t *testing.T) {
	for _, fault := range strangers(append(sources(t), commands(t)...), programs) {
		t.Error(fault)
	}
}

// commands are the files of the command line.
func commands(t *testing.T) (files []source) {
	t.Helper()
	paths, err := filepath.Glob("../cmd/tripol/*.go")
	if err != nil || len(paths) == 0 {
		t.Fatal("no files of the command line", err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, source{room: "cmd", path: path, tree: tree})
	}
	return files
}

// The control: each way to the program's scope is found in a function that is not listed, and a line too many as well.
func TestB52_ControlOfTheProgramsList(t *testing.T) {
	for _, body := range []string{
		"store.Read(ctx, actor.System(), nil)", "tx.AsProgram(do)", "a := actor.Actor{System: true}; _ = a", "a.System = true",
		`tx.Exec("SELECT set_config('app.organisations', '*', true)")`, "who := actor.System; who()",
	} {
		tree, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc reads() { "+body+" }", 0)
		if err != nil {
			t.Fatal(err)
		}
		files := []source{{room: "household", path: "x.go", tree: tree}}
		if len(strangers(files, nil)) != 1 || len(strangers(files, map[string]string{"household.reads": "a reason"})) != 0 {
			t.Errorf("%s: %v", body, strangers(files, nil))
		}
	}
	if len(strangers(nil, map[string]string{"household.reads": "a reason"})) != 1 {
		t.Error("a line of the list that nothing needs went unnoticed")
	}
}
