using Deployability.Analyzers.Files;

namespace Deployability.Analyzers.Recognisers.FrontEnd;

/// <summary>Which front-end files a visitor's browser gets, as far as name, folder and shape say.</summary>
internal static class FrontEndFiles
{
    // Longer lines are written by a bundler.
    private const int LongestLine = 5_000;

    // Not ours, not shipped, or read by tools.
    private static readonly HashSet<string> OtherFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules",
        "bower_components",
        "vendor",
        "vendors",
        "third-party",
        "third_party",
        "dist",
        "build",
        "out",
        "coverage",
        ".storybook",
        "storybook-static",
        "test",
        "tests",
        "__tests__",
        "__mocks__",
        "mocks",
        "spec",
        "specs",
        "e2e",
        "cypress",
        "playwright",
        "fixtures",
        "docs",
        "scripts-dev",
        "ckeditor",
        "fckeditor",
        "kindeditor",
        "ueditor",
        "tinymce",
        "adminlte",
        "layui",
    };

    private static readonly string[] OtherNames =
    [
        ".test.",
        ".spec.",
        ".stories.",
        ".story.",
        ".mock.",
        ".cy.",
        ".e2e.",
        ".config.",
        ".conf.",
        ".bundle.",
        ".min.",
        ".d.ts",
        "setupproxy.",
        "setuptests.",
        "gulpfile.",
        "gruntfile.",
        "aspnetcore-https.",
        "aspnetcore-react.",
        "swagger-ui",
        "-wasm.",
    ];

    private static readonly string[] NodeImports =
    [
        "from 'node:",
        "from \"node:",
        "require('node:",
        "require(\"node:",
        "from 'fs'",
        "from \"fs\"",
        "require('fs')",
        "require(\"fs\")",
        "from 'fs/promises'",
        "from \"fs/promises\"",
        "from 'child_process'",
        "from \"child_process\"",
        "require('child_process')",
        "require(\"child_process\")",
        "from 'express'",
        "from \"express\"",
        "require('express')",
        "require(\"express\")",
        "from 'koa'",
        "from 'fastify'",
        "require('koa')",
        "require('fastify')",
        "from 'http'",
        "from \"http\"",
        "require('http')",
        "require(\"http\")",
        "@nestjs/core",
        "process.argv",
    ];

    // Endings of what compilers make script of, of the source that stands beside it.
    private static readonly string[] Sources = [".ts", ".tsx", ".jsx", ".mts", ".coffee"];

    // What bundlers begin their modules with, and what they and compilers end their files with.
    private static readonly string[] Bundlers =
    [
        "__webpack_require__",
        "webpackChunk",
        "webpackJsonp",
        "System.register(",
        "\n//# sourceMappingURL=",
    ];

    /// <summary>Whether the file is part of what is served; false for tests, tools' settings and others' libraries.</summary>
    public static bool IsShipped(ProjectFile file, ProjectFiles files)
    {
        var name = file.Name.ToLowerInvariant();
        if (Array.Exists(OtherNames, part => name.IndexOf(part, StringComparison.Ordinal) >= 0))
        {
            return false;
        }

        var folders = file.RelativePath.Split('/');
        for (var i = 0; i < folders.Length - 1; i++)
        {
            if (
                OtherFolders.Contains(folders[i])
                || (
                    (
                        folders[i].Equals("lib", StringComparison.OrdinalIgnoreCase)
                        || folders[i].Equals("libs", StringComparison.OrdinalIgnoreCase)
                    )
                    && i > 0
                    && folders[i - 1].Equals("wwwroot", StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                return false;
            }
        }

        if (IsCompiled(file, files))
        {
            return false;
        }

        return !name.StartsWith("environment.", StringComparison.Ordinal) || name.Split('.').Length > 2 || !HasProductionTwin(file, files);
    }

    /// <summary>Whether Node.js runs it, and no browser: a script of the shell's, or one that imports what only Node.js has.</summary>
    public static bool IsOfNode(string text) =>
        text.StartsWith("#!", StringComparison.Ordinal)
        || Array.Exists(NodeImports, import => text.IndexOf(import, StringComparison.Ordinal) >= 0);

    /// <summary>Whether a bundler or a compiler wrote the text: who mends it looks for its source.</summary>
    public static bool IsBundled(string text)
    {
        if (Array.Exists(Bundlers, part => text.IndexOf(part, StringComparison.Ordinal) >= 0))
        {
            return true;
        }

        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (end - start > LongestLine)
            {
                return true;
            }
        }

        return false;
    }

    // index.js beside index.ts, which is judged itself.
    private static bool IsCompiled(ProjectFile file, ProjectFiles files)
    {
        if (!file.Name.EndsWith(".js", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var stem = file.RelativePath.Substring(0, file.RelativePath.Length - ".js".Length);
        return files
            .OfKind(ProjectFileKind.FrontEnd)
            .Any(other =>
                other.RelativePath.Length > stem.Length
                && other.RelativePath.StartsWith(stem, StringComparison.OrdinalIgnoreCase)
                && Array.Exists(
                    Sources,
                    ending => other.RelativePath.Substring(stem.Length).Equals(ending, StringComparison.OrdinalIgnoreCase)
                )
            );
    }

    // Angular replaces environment.ts by environment.prod.ts in a build for production.
    private static bool HasProductionTwin(ProjectFile file, ProjectFiles files)
    {
        var stem = file.RelativePath.Substring(0, file.RelativePath.LastIndexOf('.')) + ".prod";
        foreach (var other in files.All)
        {
            if (other.RelativePath.StartsWith(stem, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
