// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <QStringList>

#include <algorithm>
#include <sstream>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr long long kLongestTimeout = 2'147'483'647; // milliseconds, libcurl's limit

//! Text as CLI11 hands it over, before it becomes Qt's.
struct Raw {
    std::string identifier;
    std::string workingDir = ".";
    std::string environment;
    std::vector<std::string> items;
    std::string namePattern;
    std::vector<std::string> variables;
    long long requestTimeout = 30'000;
};

void declareRun(CLI::App &run, Raw &raw, RunArguments &arguments)
{
    run.add_option("identifier", raw.identifier, "Workspace id, beginning of an id, or name; needed where there are several");
    run.add_option("-w,--workingDir", raw.workingDir, "Workspace file, or a folder that holds workspace files")->capture_default_str();
    run.add_option("-e,--env", raw.environment, "Environment: id, beginning of an id, or name");
    run.add_option("-i,--item", raw.items, "Request or folder id; repeat to set the order")->allow_extra_args(false);
    run.add_option("-t,--requestNamePattern", raw.namePattern, "Run only requests whose name matches this regular expression");
    run.add_option("--env-var", raw.variables, "KEY=VALUE: beats the environments; repeatable")->allow_extra_args(false);
    run.add_option("--requestTimeout", raw.requestTimeout, "Milliseconds a request may take; 0: no limit")
        ->capture_default_str()
        ->check(CLI::Range(0LL, kLongestTimeout));
    run.add_flag("--disableCertValidation{false}", arguments.verifyTls,
                 "Accept any certificate of the servers that requests go to (never of a vault)");
    run.add_flag("-b,--bail", arguments.bail, "Stop after the first failure");
    run.add_flag("--fail-on-status", arguments.failOnStatus, "Count answers outside 200..299 as failures");
    run.add_flag("--ci", arguments.ci, "Never guess: an environment must be named");
    run.add_flag("--verbose", arguments.verbose, "Show answer headers and bodies, secrets hidden");
}

QString namesOf(const std::vector<CLI::App *> &commands)
{
    QStringList names;
    for (const CLI::App *command : commands)
        names.append(QString::fromStdString(command->get_name()));
    return names.join(u", "_s);
}

//! What is wrong with the words that say what to do; empty where they name a command. CLI11 would only say that one is required.
QString problemWithCommand(CLI::App *command, int argc, const char *const *argv)
{
    const auto known = [&command] { return command->get_subcommands([](CLI::App *) { return true; }); };
    for (int i = 1; !known().empty(); ++i) {
        const QString word = i < argc ? QString::fromLocal8Bit(argv[i]) : QString();
        if (word.startsWith(u'-'))
            return {};
        const std::vector<CLI::App *> commands = known();
        const auto isNamed = [name = word.toStdString()](const CLI::App *one) { return one->get_name() == name; };
        const auto found = std::find_if(commands.begin(), commands.end(), isNamed);
        if (found == commands.end()) {
            const QString before = QString::fromStdString(command->get_name());
            return word.isEmpty() ? u"%1 what? A command is required: %2"_s.arg(before, namesOf(commands))
                                  : u"%1 knows no command \"%2\"; there is %3"_s.arg(before, word, namesOf(commands));
        }
        command = *found;
    }
    return {};
}

Result<std::vector<std::pair<QString, QString>>> readVariables(const std::vector<std::string> &texts)
{
    std::vector<std::pair<QString, QString>> variables;
    for (const std::string &text : texts) {
        const QString pair = QString::fromStdString(text);
        const qsizetype equals = pair.indexOf(u'=');
        if (equals < 1) {
            return Error{ErrorKind::InvalidInput, u"--env-var needs KEY=VALUE"_s,
                         u"Write for example --env-var base_url=http://127.0.0.1:8080."_s};
        }
        variables.emplace_back(pair.first(equals), pair.sliced(equals + 1));
    }
    return variables;
}

Arguments exitWith(const QString &output, int code)
{
    Arguments arguments;
    arguments.output = output;
    arguments.exitCode = code;
    return arguments;
}

Arguments finish(Arguments arguments, const Raw &raw)
{
    const auto variables = readVariables(raw.variables);
    if (!variables)
        return exitWith(u"sallyport-cli: %1\n%2\n"_s.arg(variables.error().message, variables.error().hint), 2);
    RunArguments &run = arguments.run;
    run.identifier = QString::fromStdString(raw.identifier);
    run.workingDir = QString::fromStdString(raw.workingDir);
    run.environment = QString::fromStdString(raw.environment);
    for (const std::string &item : raw.items)
        run.items.append(QString::fromStdString(item));
    run.namePattern = QString::fromStdString(raw.namePattern);
    run.variables = *variables;
    run.requestTimeout = std::chrono::milliseconds(raw.requestTimeout);
    return arguments;
}

} // namespace

Arguments parseArguments(int argc, const char *const *argv)
{
    CLI::App app("Sallyport runs requests whose variables link to secrets in external vaults.\n"
                 "Credentials come from environment variables; `sallyport-cli providers` lists them.",
                 "sallyport-cli");
    app.set_version_flag("-v,--version", "sallyport-cli " SALLYPORT_VERSION);
    app.require_subcommand(1);
    Raw raw;
    Arguments arguments;
    CLI::App *run = app.add_subcommand("run", "Run what a workspace file holds")->require_subcommand(1);
    CLI::App *collection = run->add_subcommand("collection", "Run the requests of a collection, one after the other");
    declareRun(*collection, raw, arguments.run);
    CLI::App *providers = app.add_subcommand("providers", "List providers, their fields and environment variables (Markdown)");
    if (const QString problem = problemWithCommand(&app, argc, argv); !problem.isEmpty())
        return exitWith(u"sallyport-cli: %1\nRun with --help for more information.\n"_s.arg(problem), 2);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &outcome) {
        std::ostringstream out;
        std::ostringstream err;
        const int code = app.exit(outcome, out, err);
        return exitWith(QString::fromStdString(out.str() + err.str()), code == 0 ? 0 : 2);
    }
    arguments.command = providers->parsed() ? Arguments::Command::Providers : Arguments::Command::Run;
    return finish(std::move(arguments), raw);
}

} // namespace sallyport
