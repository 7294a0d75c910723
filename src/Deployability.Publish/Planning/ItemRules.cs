namespace Deployability.Publish.Planning;

/// <summary>Checks every item against <see cref="ItemSchema"/>, whether or not the chosen targets use it: a mistake shows at the first publish.</summary>
internal static class ItemRules
{
    private static readonly string[] Mounting = ["DeployabilityVolume", "DeployabilityShare"];

    /// <summary>Volumes that pods have besides: temporary files, secrets as files, certificates, and what the Secrets Store driver mounts.</summary>
    private static readonly string[] Reserved = ["tmp", "secret-files", "server-certificate", "secrets-store"];

    /// <summary>What an empty volume would hide, and nothing starts without: the app, the runtime, the system; and what has a volume already.</summary>
    private static readonly string[] OfTheImage =
    [
        "/app",
        DeploymentPlan.TemporaryPath,
        "/usr/share/dotnet",
        "/bin",
        "/etc",
        "/lib",
        "/lib64",
        "/sbin",
    ];

    /// <summary>Folders that the kernel fills.</summary>
    private static readonly string[] OfTheKernel = ["/dev", "/proc", "/sys"];

    private static readonly string[] Repeatable = ["DeployabilityConfig", "DeployabilitySecret", "DeployabilityClient"];

    public static void Check(PlanContext context, string appName)
    {
        var (input, validator) = (context.Input, context.Validator);
        foreach (var schema in ItemSchema.All)
        {
            foreach (var item in input.ItemsOf(schema.Type))
            {
                Check(validator, schema, item);
            }
        }

        // A setting may stand once for every environment and a client in several namespaces; everything else is one thing a name.
        foreach (var type in ItemSchema.All.Select(static schema => schema.Type).Except(Repeatable))
        {
            validator.NoDuplicates(type, static item => item.Name, "name");
        }

        foreach (var type in Mounting)
        {
            validator.NoDuplicates(type, FolderOf, "MountPath");
        }

        foreach (var item in Mounting.SelectMany(input.ItemsOf).Where(HidesTheImage))
        {
            validator.ItemError(
                item,
                $"the MountPath '{item["MountPath"]}'",
                $"a folder that hides nothing of the image: none of {string.Join(", ", OfTheImage)}, none above them, and none of {string.Join(", ", OfTheKernel)}"
            );
        }

        foreach (var item in Mounting.SelectMany(input.ItemsOf).Where(static item => Reserved.Contains(item.Name)))
        {
            validator.ItemError(
                item,
                $"the name '{item.Name}'",
                "a name other than " + string.Join(", ", Reserved) + ", which pods have themselves"
            );
        }

        foreach (
            var item in input
                .ItemsOf("DeployabilityShare")
                .Where(share => input.ItemsOf("DeployabilityVolume").Any(volume => volume.Name == share.Name))
        )
        {
            validator.ItemError(item, $"the name '{item.Name}'", "a name that no DeployabilityVolume has");
        }

        foreach (
            var item in input
                .ItemsOf("DeployabilityShare")
                .Where(share => input.ItemsOf("DeployabilityVolume").Any(volume => FolderOf(volume) == FolderOf(share)))
        )
        {
            validator.ItemError(item, $"the MountPath '{item["MountPath"]}'", "a MountPath that no DeployabilityVolume has");
        }

        foreach (var item in input.ItemsOf("DeployabilityService").Where(item => item.Name == appName))
        {
            validator.ItemError(item, $"the name '{item.Name}'", "a name other than the app's own");
        }

        foreach (
            var item in input
                .ItemsOf("DeployabilityJob")
                .Where(item => item.Name == MigrationPlan.Suffix && input.Property("DeployabilityMigrationJob").Length > 0)
        )
        {
            validator.ItemError(item, $"the name '{item.Name}'", "a name other than that of the job that migrates the database");
        }

        foreach (
            var item in input.ItemsOf("DeployabilityEgress").Where(static item => item["Port"].Length == 0 && item["Cidr"].Length == 0)
        )
        {
            validator.ItemError(item, "neither Port nor Cidr", "one of them, or both");
        }
    }

    private static void Check(Validator validator, ItemSchema schema, ProjectItem item)
    {
        if (!schema.Identity.IsValid(item.Name))
        {
            validator.ItemError(item, $"the name '{item.Name}'", schema.Identity.Allowed);
        }

        foreach (var metadata in schema.Metadata)
        {
            var value = item[metadata.Name];
            if (value.Length == 0 && metadata.IsRequired)
            {
                validator.ItemError(item, $"no {metadata.Name}", metadata.Rule.Allowed);
            }
            else if (value.Length > 0 && !metadata.Rule.IsValid(value))
            {
                var isSecret = Credentials.AreIn(value);
                validator.ItemError(
                    item,
                    isSecret ? $"a {metadata.Name} with a password in it" : $"{metadata.Name} '{value}'",
                    metadata.Rule.Allowed
                );
            }
        }

        foreach (var name in item.Metadata.Keys.Where(name => IsUnknown(schema, name)).OrderBy(static name => name, StringComparer.Ordinal))
        {
            var known = schema.Metadata.Count == 0 ? "none" : string.Join(", ", schema.Metadata.Select(static metadata => metadata.Name));
            validator.ItemError(item, $"the unknown metadata '{name}'", known);
        }
    }

    private static string FolderOf(ProjectItem item) => item["MountPath"].TrimEnd('/');

    private static bool HidesTheImage(ProjectItem item)
    {
        var folder = FolderOf(item) + "/";
        return folder.Length > 1
            && (
                Array.Exists(OfTheImage, own => (own + "/").StartsWith(folder, StringComparison.Ordinal))
                || Array.Exists(OfTheKernel, own => folder.StartsWith(own + "/", StringComparison.Ordinal))
            );
    }

    private static bool IsUnknown(ItemSchema schema, string name) =>
        name != EmitDeployment.TypeMetadata
        && !schema.Metadata.Any(metadata => string.Equals(metadata.Name, name, StringComparison.OrdinalIgnoreCase));
}
