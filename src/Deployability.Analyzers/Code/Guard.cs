namespace Deployability.Analyzers.Code;

/// <summary>What must hold for a piece of code to run; ordered, so that the stronger of two guards is the greater.</summary>
internal enum Guard
{
    /// <summary>It runs in Production.</summary>
    None,

    /// <summary>An operator chooses it by its name among several: asked for, and still in need of what it cannot know. <see cref="Configuration"/> to all who do not ask for the difference.</summary>
    Choice,

    /// <summary>An operator decides by a configuration switch.</summary>
    Configuration,

    /// <summary>It runs only in Development or another environment that is not Production, or in a debug build.</summary>
    Development,

    /// <summary>It runs on one operating system only.</summary>
    Platform,

    /// <summary>No way leads to it but through itself. Never the answer to a whole question.</summary>
    Unreached,
}
