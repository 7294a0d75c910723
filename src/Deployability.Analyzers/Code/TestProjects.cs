using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Code;

/// <summary>Knows which projects hold tests.</summary>
internal static class TestProjects
{
    // What a project references to declare tests, or to host an app for them.
    private static readonly HashSet<string> Frameworks = new(StringComparer.OrdinalIgnoreCase)
    {
        "nunit.framework",
        "TUnit",
        "TUnit.Core",
        "TUnit.Engine",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework",
        "Microsoft.VisualStudio.QualityTools.UnitTestFramework",
        "Microsoft.AspNetCore.Mvc.Testing",
        "xunit.v3.runner.inproc.console",
        "xunit.v3.runner.common",
    };

    /// <summary>Whether the project says that it holds tests, or references a test framework and says nothing.</summary>
    public static bool Is(Compilation compilation, RuleOptions options)
    {
        if (options.BuildProperty("IsTestProject") is { } said)
        {
            return string.Equals(said, "true", StringComparison.OrdinalIgnoreCase);
        }

        var (core, extensibility, asserts) = (false, false, false);
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (Frameworks.Contains(reference.Name))
            {
                return true;
            }

            // The packages for those who extend xunit (xunit.extensibility.core, xunit.v3.extensibility.core) bring the same core,
            // with what describes tests beside it and without what asserts or runs; a shared library that ships may reference them.
            core |= reference.Name is "xunit.core" or "xunit.v3.core";
            extensibility |= reference.Name is "xunit.abstractions" or "xunit.v3.common";
            asserts |= reference.Name is "xunit.assert" or "xunit.v3.assert";
        }

        // An app that got what asserts, and nothing that runs tests, got it by mistake; a library has it for tests.
        return core && !extensibility || asserts && (core || compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary);
    }
}
