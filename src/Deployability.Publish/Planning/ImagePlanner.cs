using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>Decides image names, base images, user and entry point, with the SDK's own container properties first.</summary>
internal static class ImagePlanner
{
    private const int DefaultUser = 10001;

    /// <summary>Where a single file unpacks itself; without it a folder in the home directory, which is read-only.</summary>
    public const string ExtractVariable = "DOTNET_BUNDLE_EXTRACT_BASE_DIR";

    /// <summary>Below the folder that every container may write.</summary>
    public const string ExtractPath = "/tmp/.net";

    public static ImagePlan Plan(PlanContext context, IReadOnlyList<PortPlan> ports)
    {
        var input = context.Input;
        var version = FrameworkVersion(input);
        var isAot = input.IsTrue("PublishAot");
        var isSelfContained = isAot || input.IsTrue("SelfContained");
        var extracts =
            isSelfContained
            && !isAot
            && input.IsTrue("PublishSingleFile")
            && (input.IsTrue("IncludeNativeLibrariesForSelfExtract") || input.IsTrue("IncludeAllContentForSelfExtract"));
        var (user, group) = User(context);
        var native = NativeLibraries.Of(context);
        var (baseImage, installs) = BaseImage(context, version, isSelfContained, native);
        return new ImagePlan
        {
            Repository = Repository(context),
            Tag = Tag(context),
            SdkImage = SdkImage(context, version, isAot),
            NeedsLinker = isAot && Major(SdkTag(context, version)) < Versions.DotNet.FirstWithAotSdk,
            BaseImage = baseImage,
            User = user,
            Group = group,
            EntryPoint = isSelfContained ? [$"./{input.Property("AssemblyName")}"] : ["dotnet", input.Property("TargetFileName")],
            Labels = Labels(context),
            Variables = Variables(context, ports, extracts),
            IsSelfContained = isSelfContained,
            IsAot = isAot,
            ExtractsItself = extracts,
            SystemPackages = installs ? native.Libraries : [],
            SystemPackagesFor = installs ? native.Packages : [],
            LibraryLinks = installs ? native.Links : [],
        };
    }

    /// <summary>The image's name: <c>ContainerRepository</c>, else the assembly name as the SDK would write it.</summary>
    public static string RepositoryName(PlanContext context)
    {
        var fallback = Text.DnsLabel(context.Input.Property("AssemblyName"));
        return context.Validator.Property(
            "ContainerRepository",
            Rules.IsRepository,
            "a repository name of lower-case letters, digits, '.', '_', '-' and '/'",
            fallback.Length > 0 ? fallback : "app"
        );
    }

    private static string Repository(PlanContext context)
    {
        var registry = context.Validator.Property(
            "ContainerRegistry",
            Rules.IsRegistry,
            "a registry's host name, with a port if need be, without scheme or path"
        );
        if (registry.Length > 0)
        {
            return $"{registry}/{RepositoryName(context)}";
        }

        context.Decide(
            "Nodes use the image that was loaded into them.",
            "An image name without a registry means Docker Hub, where this image was not pushed.",
            "Set ContainerRegistry."
        );
        return RepositoryName(context);
    }

    private static string Tag(PlanContext context)
    {
        const string Allowed = "up to 128 letters, digits, '_', '.' and '-'";
        var single = context.Validator.Property("ContainerImageTag", Rules.IsTag, Allowed);
        var tags = context.Input.List("ContainerImageTags");
        foreach (var tag in tags.Where(static tag => !Rules.IsTag(tag)))
        {
            context.Validator.PropertyError("ContainerImageTags", tag, Allowed);
        }

        if (single.Length > 0 || tags.Count > 0)
        {
            return single.Length > 0 ? single : tags.FirstOrDefault(static tag => tag != "latest") ?? tags[0];
        }

        var version = context.Input.Property("Version").Replace('+', '-');
        return Rules.IsTag(version) ? version : "1.0.0";
    }

    /// <summary>The final stage's image, and whether the packages that native libraries need are installed into it.</summary>
    private static (string Image, bool Installs) BaseImage(PlanContext context, string version, bool isSelfContained, NativeNeeds native)
    {
        var explicitImage = context.Validator.Property(
            "ContainerBaseImage",
            Rules.IsImage,
            "an image reference such as mcr.microsoft.com/dotnet/aspnet:10.0"
        );
        var family = context.Validator.Property("ContainerFamily", Rules.IsTag, "an image variant such as alpine or noble-chiseled");
        var installs = native.Libraries.Count > 0 && explicitImage.Length == 0 && (family.Length == 0 || HasPackages(family));
        if (native.Libraries.Count > 0)
        {
            TellOf(context, native, installs);
        }

        if (explicitImage.Length > 0)
        {
            return (explicitImage, installs);
        }

        var ours = installs ? Ubuntu(version) : Family(context, version);
        var repository =
            isSelfContained ? "runtime-deps"
            : context.Input.List("FrameworkReferences").Contains("Microsoft.AspNetCore.App") ? "aspnet"
            : "runtime";
        return ($"{Versions.DotNet.Registry}/{repository}:{version}-{(family.Length > 0 ? family : ours)}", installs);
    }

    /// <summary>Whether a variant of Microsoft's images has Ubuntu's or Debian's package manager.</summary>
    private static bool HasPackages(string family) =>
        !family.Contains("chiseled")
        && Array.Exists(
            ["jammy", "noble", "resolute", "bookworm", "trixie"],
            name => family.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        );

    private static void TellOf(PlanContext context, NativeNeeds native, bool installs)
    {
        var packages = string.Join(", ", native.Packages);
        var libraries = string.Join(", ", native.Libraries);
        if (installs)
        {
            context.Decide(
                $"The image is a full Ubuntu, not a chiseled one, and {libraries} {(native.Libraries.Count == 1 ? "is" : "are")} installed into it.",
                $"Libraries of the system are used by {packages}.",
                "Set ContainerBaseImage to an image that has them."
            );
        }
        else
        {
            context.Leave(
                new(
                    OperatorActionKind.Build,
                    "native libraries",
                    $"Make sure that it has what Ubuntu calls {libraries}.",
                    $"The base image is the project's own choice, and libraries of the system are used by {packages}.",
                    IsBlocking: true
                )
            );
        }
    }

    /// <summary>Chiseled Ubuntu; with ICU and time zones (<c>extra</c>) when the code would fail without them.</summary>
    private static string Family(PlanContext context, string version)
    {
        var ubuntu = Ubuntu(version);
        var needsExtra =
            context.Has(Features.Cultures)
            || context.Has(Features.TimeZones)
            || string.Equals(context.Input.Property("InvariantGlobalization"), "false", StringComparison.OrdinalIgnoreCase)
            || context.Connections.Any(static connection => connection.Provider == ConnectionProviders.SqlServer);
        return needsExtra ? $"{ubuntu}-chiseled-extra" : $"{ubuntu}-chiseled";
    }

    /// <summary>
    /// The distribution is named, as it is for the final image: without it a tag moves to another one some day. Native compilation needs a linker,
    /// which one flavour has (from .NET 10 on).
    /// </summary>
    private static string SdkImage(PlanContext context, string version, bool isAot)
    {
        var tag = SdkTag(context, version);
        return $"{Versions.DotNet.Registry}/sdk:{tag}-{Ubuntu(tag)}{(isAot && Major(tag) >= Versions.DotNet.FirstWithAotSdk ? "-aot" : "")}";
    }

    /// <summary>The SDK of the target framework, or the newer one that global.json asks for.</summary>
    private static string SdkTag(PlanContext context, string version)
    {
        var (pin, rollForward) = context.Closure.SdkPin;
        var parts = pin.Split('.');
        if (parts.Length < 3 || !Rules.TryNumber(parts[0], 1, 99, out var major) || !Rules.TryNumber(parts[1], 0, 99, out var minor))
        {
            return version;
        }

        if (rollForward is "disable" && Rules.IsTag(pin))
        {
            return pin;
        }

        return major > Major(version) ? $"{Text.Of(major)}.{Text.Of(minor)}" : version;
    }

    private static string FrameworkVersion(ProjectInput input)
    {
        var version = input.Property("TargetFrameworkVersion").TrimStart('v', 'V');
        return version.Length > 0 ? version : "10.0";
    }

    private static string Ubuntu(string version) => Versions.DotNet.Ubuntu(Major(version));

    private static int Major(string version) => Rules.TryNumber(version.Split('.')[0], 0, 999, out var major) ? major : 0;

    private static (int User, int Group) User(PlanContext context)
    {
        var text = context.Input.Property("ContainerUser");
        if (text.Length == 0)
        {
            return (DefaultUser, DefaultUser);
        }

        if (text == "app")
        {
            return (Versions.DotNet.AppUser, Versions.DotNet.AppUser);
        }

        var parts = text.Split(':');
        if (parts.Length <= 2 && Rules.TryNumber(parts[0], 1, int.MaxValue, out var user))
        {
            if (parts.Length == 1)
            {
                return (user, user);
            }

            if (Rules.TryNumber(parts[1], 1, int.MaxValue, out var group))
            {
                return (user, group);
            }
        }

        context.Validator.PropertyError(
            "ContainerUser",
            text,
            "'app', or a numeric user or user:group other than 0 (root cannot run under Pod Security 'restricted', and a name cannot be checked there)"
        );
        return (DefaultUser, DefaultUser);
    }

    private static List<NamedValue> Labels(PlanContext context)
    {
        var input = context.Input;
        var labels = new SortedList<string, string>(StringComparer.Ordinal);
        Add("org.opencontainers.image.title", input.Property("Title") is { Length: > 0 } title ? title : input.Property("AssemblyName"));
        Add("org.opencontainers.image.description", input.Property("Description"));
        Add("org.opencontainers.image.version", input.Property("Version"));
        if (input.Property("Authors") != input.Property("AssemblyName"))
        {
            // The SDK's own default says nothing.
            Add("org.opencontainers.image.authors", input.Property("Authors"));
        }

        Add("org.opencontainers.image.vendor", input.Property("ContainerVendor"));
        Add("org.opencontainers.image.licenses", input.Property("PackageLicenseExpression"));
        Add("org.opencontainers.image.url", input.Property("PackageProjectUrl"));
        Add("org.opencontainers.image.source", input.Property("RepositoryUrl"));
        foreach (var item in input.ItemsOf("ContainerLabel"))
        {
            if (Rules.IsTag(item.Name.Replace('/', '-')))
            {
                Add(item.Name, item["Value"]);
            }
            else
            {
                context.Validator.ItemError(item, $"the name '{item.Name}'", "letters, digits, '.', '_', '-' and '/'");
            }
        }

        return [.. labels.Keys.Select(name => new NamedValue(name, labels[name]))];

        void Add(string name, string value)
        {
            // What changes with every commit stays out: the files would differ each time.
            if (
                value.Length > 0
                && !name.EndsWith(".created", StringComparison.Ordinal)
                && !name.EndsWith(".revision", StringComparison.Ordinal)
            )
            {
                labels[name] = value.Replace("\r", "").Replace('\n', ' ');
            }
        }
    }

    private const int FirstWithPorts = 8;

    private static List<NamedValue> Variables(PlanContext context, IReadOnlyList<PortPlan> ports, bool extracts)
    {
        var variables = new SortedList<string, string>(StringComparer.Ordinal);
        if (extracts)
        {
            variables[ExtractVariable] = ExtractPath;
        }

        var plain = ports
            .Where((port, index) => !port.IsTls && (index == 0 || port.IsManagement))
            .Select(static port => Text.Of(port.Number))
            .ToList();
        if (plain.Count > 0)
        {
            // The variable for ports came with .NET 8.
            if (Major(FrameworkVersion(context.Input)) >= FirstWithPorts)
            {
                variables["ASPNETCORE_HTTP_PORTS"] = string.Join(";", plain);
            }
            else
            {
                variables["ASPNETCORE_URLS"] = string.Join(";", plain.Select(static port => $"http://+:{port}"));
            }
        }

        foreach (var item in context.Input.ItemsOf("ContainerEnvironmentVariable"))
        {
            if (!Rules.IsVariable(item.Name))
            {
                context.Validator.ItemError(item, $"the name '{item.Name}'", "letters, digits and '_'");
            }
            else if (Credentials.AreNamedBy(item.Name) || Credentials.AreIn(item["Value"]))
            {
                context.Decide(
                    "It is not written into the image.",
                    $"The ContainerEnvironmentVariable '{item.Name}' looks like a secret.",
                    "Declare it as DeployabilitySecret."
                );
            }
            else
            {
                variables[item.Name] = item["Value"];
            }
        }

        return [.. variables.Keys.Select(name => new NamedValue(name, variables[name]))];
    }
}
