using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides what goes into the ConfigMap and which names stand on the Secret side.</summary>
/// <param name="context">What is known.</param>
/// <param name="appName">The app's own name.</param>
/// <param name="fixedSettings">Values by variable that follow from other parts of the plan: folders that are mounted, the port.</param>
internal sealed class ConfigurationPlanner(PlanContext context, string appName, IReadOnlyDictionary<string, string> fixedSettings)
{
    /// <summary>Sections of the framework: their defaults ship in appsettings and are no concern of the operator's.</summary>
    private static readonly string[] FrameworkSections =
    [
        "Logging",
        "AllowedHosts",
        "Kestrel",
        "urls",
        "http_ports",
        "https_ports",
        "environment",
        "contentRoot",
        "applicationName",
    ];

    private static readonly string[] FrameworkVariables = ["ASPNETCORE_", "DOTNET_", "COMPlus_"];

    private readonly SortedList<string, SettingPlan> settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedList<string, SecretPlan> secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedList<string, CompanionPlan> companions = new(StringComparer.Ordinal);
    private readonly HashSet<string> lists = new(
        context
            .InProduction<ConfigurationKeyFact>()
            .Where(static key => key.Type == ConfigurationValueType.Array)
            .Select(static key => key.Key),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Variables that the code reads by themselves, not through its configuration.</summary>
    private readonly HashSet<string> readAsVariables = new(
        context
            .InProduction<ConfigurationKeyFact>()
            .Where(static key => key.Origin == ConfigurationOrigin.EnvironmentVariable)
            .Select(static key => key.Key),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The configuration key of each variable.</summary>
    private readonly Dictionary<string, string> keys = new(StringComparer.OrdinalIgnoreCase);

    private IReadOnlyList<string> EnvironmentNames =>
        [
            .. context
                .Input.List("DeployabilityEnvironments")
                .Concat(context.Input.ItemsOf("DeployabilityEnvironment").Select(static item => item.Name))
                .Distinct(),
        ];

    public ConfigurationPlan Plan()
    {
        foreach (var connection in context.Connections.Where(static connection => connection.Key.Length > 0))
        {
            AddConnection(connection);
        }

        var connections = new HashSet<string>(
            context.Connections.Select(static connection => connection.Key),
            StringComparer.OrdinalIgnoreCase
        );
        foreach (var key in context.InProduction<ConfigurationKeyFact>().Where(key => !connections.Contains(key.Key)))
        {
            AddKey(key);
        }

        foreach (
            var key in context
                .InProduction<OutboundEndpointFact>()
                .Select(static outbound => outbound.Key)
                .Concat(context.InProduction<CorsPolicyFact>().Select(static cors => cors.OriginsKey))
                .Concat(ForwardedAddresses.KeysOf(context.Settings))
                .Where(static key => key.Length > 0)
        )
        {
            AddValue(key, required: false, @default: null);
        }

        foreach (var parts in context.InProduction<ConnectionPartsFact>())
        {
            AddParts(parts);
        }

        foreach (var setting in fixedSettings)
        {
            if (!secrets.ContainsKey(setting.Key))
            {
                settings[setting.Key] = new(setting.Key, setting.Value, Required: false, new Dictionary<string, string>(), IsFixed: true);
            }
        }

        AddEnvironments();
        AddDeclared();
        new ConfigurationNotes(context, EnvironmentNames, [.. settings.Values], keys).Leave();
        return WithFiles(new([.. settings.Values], [.. secrets.Values], [.. companions.Values]));
    }

    /// <summary>Where the code reads files, secrets are files: those whose key it reads through its configuration.</summary>
    private ConfigurationPlan WithFiles(ConfigurationPlan plan)
    {
        if (context.InProduction<KeyFilesFact>().FirstOrDefault(static files => Rules.IsMountPath(files.Folder)) is not { } files)
        {
            return plan;
        }

        plan = plan with
        {
            SecretFolder = new(files.Folder, files.IsOptional),
            Secrets =
            [
                .. plan.Secrets.Select(secret =>
                    keys.TryGetValue(secret.Variable, out var key) && !readAsVariables.Contains(secret.Variable)
                        ? secret with
                        {
                            File = key.Replace(":", files.Delimiter),
                        }
                        : secret
                ),
            ],
        };
        if (!files.IsOptional && !plan.FileSecrets.Any(static secret => secret.Required))
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    files.Folder,
                    "Pass `optional: true` to AddKeyPerFile.",
                    $"The app does not start without the folder {files.Folder}, and needs no secret that would be put there.",
                    IsBlocking: true
                )
            );
        }

        return plan;
    }

    private void AddConnection(ConnectionStringFact connection)
    {
        var variable = context.Variable(connection.Key);
        if (!MayBeVariable(connection.Key, variable))
        {
            return;
        }

        keys[variable] = connection.Key;

        if (connection.Provider == ConnectionProviders.Sqlite)
        {
            // A path, unless the file is encrypted.
            var value = context.Settings[connection.Key];
            Put(variable, value, connection.Required, Credentials.AreIn(value ?? ""));
            return;
        }

        // One use may know what it connects to, and another that nothing works without it.
        var known = secrets.TryGetValue(variable, out var secret) ? secret : new(variable, connection.Required);
        known = known with { Required = known.Required || connection.Required };
        if (known.Companion.Length > 0)
        {
            secrets[variable] = known;
            return;
        }

        var companion = CompanionCatalog.For(connection.Provider, connection.Key, appName);

        // Two keys may make one name, but not share a database for that.
        for (var number = 2; companion is { } taken && companions.ContainsKey(taken.Companion.Name); number++)
        {
            companion = CompanionCatalog.For(connection.Provider, $"{connection.Key}-{Text.Of(number)}", appName);
        }

        if (companion is not { } found)
        {
            secrets[variable] = known;
            return;
        }

        companions[found.Companion.Name] = found.Companion;
        secrets[variable] = known with { Companion = found.Companion.Name, CompanionValue = found.ConnectionString };
    }

    /// <summary>A broker that the app is told in parts runs beside it too; each part says how it is reached there.</summary>
    private void AddParts(ConnectionPartsFact parts)
    {
        var (host, user, password) = (
            context.Variable(parts.HostKey),
            context.Variable(parts.UserKey),
            context.Variable(parts.PasswordKey)
        );
        if (
            !settings.TryGetValue(host, out var hostSetting)
            || !settings.TryGetValue(user, out var userSetting)
            || !secrets.TryGetValue(password, out var secret)
            || secret.Companion.Length > 0
            || CompanionCatalog.ForParts(parts.Provider, parts.HostKey, appName) is not { } found
            || companions.ContainsKey(found.Companion.Name)
        )
        {
            return;
        }

        companions[found.Companion.Name] = found.Companion;
        settings[host] = hostSetting with { CompanionValue = found.Companion.Name };
        settings[user] = userSetting with { CompanionValue = found.User };
        secrets[password] = secret with { Companion = found.Companion.Name, CompanionValue = found.Password, IsPassword = true };
    }

    private bool MayBeVariable(string key, string variable)
    {
        if (Rules.IsVariable(variable))
        {
            return true;
        }

        context.Decide("No generated file has it.", $"The configuration key '{key}' cannot be set by an environment variable.");
        return false;
    }

    private void AddKey(ConfigurationKeyFact key)
    {
        if (key.Origin == ConfigurationOrigin.EnvironmentVariable)
        {
            if (!SystemVariables.Contains(key.Key))
            {
                Add(key.Key, key.Default, key.Required, key.IsSecret);
            }

            return;
        }

        if (key.IsSecret)
        {
            // What ships is known to everybody who has the image, so the app cannot do with that.
            Add(key.Key, value: null, key.Required || context.Settings[key.Key] is { Length: > 0 }, isSecret: true);
        }
        else
        {
            AddValue(key.Key, key.Required, key.Default);
        }
    }

    /// <summary>A key with what ships in appsettings: the value itself, or the values below it for a list or a section.</summary>
    private void AddValue(string key, bool required, string? @default)
    {
        if (context.Settings[key] is { } value)
        {
            Add(key, value, required, isSecret: false);
            return;
        }

        var below = context.Settings.Below(key).ToList();
        foreach (var leaf in below)
        {
            Add(leaf, context.Settings[leaf], required: false, isSecret: false);
        }

        if (below.Count == 0)
        {
            // The environment writes a list element by element: Key__0, Key__1.
            Add(lists.Contains(key) ? key + ":0" : key, @default, required, isSecret: false);
        }
    }

    private void Add(string key, string? value, bool required, bool isSecret)
    {
        var variable = context.Variable(key);
        if (
            FrameworkSections.Any(section => string.Equals(section, key.Split(':')[0], StringComparison.OrdinalIgnoreCase))
            || FrameworkVariables.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        )
        {
            return;
        }

        if (!MayBeVariable(key, variable))
        {
            return;
        }

        keys[variable] = key;
        Put(variable, value, required, isSecret || Credentials.AreNamedBy(key) || Credentials.AreIn(value ?? ""));
    }

    private void Put(string variable, string? value, bool required, bool isSecret)
    {
        if (isSecret)
        {
            settings.Remove(variable);
            var known = secrets.TryGetValue(variable, out var secret) ? secret : new(variable, required);
            secrets[variable] = known with { Required = known.Required || required };
        }
        else if (!secrets.ContainsKey(variable))
        {
            // Options begin as "" to please the compiler, and [Required] takes that for nothing.
            value = required && value is "" ? null : value;
            var known = settings.TryGetValue(variable, out var setting)
                ? setting
                : new(variable, value, required, new Dictionary<string, string>());
            known = keys.TryGetValue(variable, out var key) ? known with { Key = key } : known;
            settings[variable] = known with { Value = known.Value ?? value, Required = known.Required || required };
        }
    }

    /// <summary>
    /// A variable outranks every JSON file, so the base's value would hide what <c>appsettings.Staging.json</c> says:
    /// where an environment has a file of its own, its values go into its overlay.
    /// </summary>
    private void AddEnvironments()
    {
        foreach (var environment in EnvironmentNames)
        {
            if (!context.Settings.Environments.TryGetValue(environment, out var own))
            {
                continue;
            }

            foreach (var setting in settings.Values.Where(static setting => !setting.IsFixed).ToList())
            {
                if (
                    keys.TryGetValue(setting.Variable, out var key)
                    && own.TryGetValue(key, out var value)
                    && value != setting.Value
                    && !Credentials.AreIn(value)
                )
                {
                    Declare(setting.Variable, value, environment);
                }
            }
        }
    }

    private void AddDeclared()
    {
        var environments = EnvironmentNames;
        foreach (var item in context.Input.ItemsOf("DeployabilityConfig"))
        {
            var environment = item["Environment"];
            if (environment.Length > 0 && !environments.Contains(environment))
            {
                context.Validator.ItemError(item, $"Environment '{environment}'", "one of " + string.Join(", ", environments.Distinct()));
            }

            Declare(context.Variable(item.Name), item["Value"], environment);
        }

        foreach (var item in context.Input.ItemsOf("DeployabilitySecret"))
        {
            var variable = context.Variable(item.Name);
            settings.Remove(variable);

            // Who names it has it.
            secrets[variable] = secrets.TryGetValue(variable, out var known)
                ? known with
                {
                    Required = true,
                }
                : new(variable, Required: true);
        }
    }

    private void Declare(string variable, string value, string environment)
    {
        secrets.Remove(variable);
        var known = settings.TryGetValue(variable, out var setting)
            ? setting
            : new(variable, null, Required: false, new Dictionary<string, string>());
        settings[variable] =
            environment.Length == 0
                ? known with
                {
                    Value = value,
                }
                : known with
                {
                    Environments = With(known.Environments, environment, value),
                };
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> values, string name, string value)
    {
        var all = new Dictionary<string, string>();
        foreach (var known in values)
        {
            all[known.Key] = known.Value;
        }

        all[name] = value;
        return all;
    }
}
