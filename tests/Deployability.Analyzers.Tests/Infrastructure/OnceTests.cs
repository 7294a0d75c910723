using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Analyzers.Judges;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Tests.Infrastructure;

/// <summary>What is known of a whole program is found out once, and whoever gives up spoils it for nobody else.</summary>
public sealed class OnceTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public void AskedTwice_IsFoundOnce()
    {
        var count = 0;
        var once = new Once<object>(_ => ++count);

        Assert.Same(once.Get(Test), once.Get(Test));
        Assert.Equal(1, count);
    }

    [Fact]
    public void NullAndFalse_AreAnswersToo()
    {
        var count = 0;
        var nothing = new Once<string?>(_ => ++count < 0 ? "" : null);
        var no = new Once<bool>(_ => ++count < 0);

        Assert.Null(nothing.Get(Test));
        Assert.Null(nothing.Get(Test));
        Assert.False(no.Get(Test));
        Assert.False(no.Get(Test));
        Assert.Equal(2, count);
    }

    [Fact]
    public void CancelledWhileItIsFound_AskedAgain_GivesTheAnswer()
    {
        using var source = new CancellationTokenSource();
        var once = new Once<int>(token =>
        {
            source.Cancel();
            token.ThrowIfCancellationRequested();
            return 42;
        });

        Assert.Throws<OperationCanceledException>(() => once.Get(source.Token));
        Assert.Equal(42, once.Get(Test));
    }

    [Fact]
    public void CancelledInAnInnerOne_AskedAgain_GivesTheAnswer()
    {
        using var source = new CancellationTokenSource();
        var inner = new Once<int>(token =>
        {
            source.Cancel();
            token.ThrowIfCancellationRequested();
            return 41;
        });
        var outer = new Once<int>(token => inner.Get(token) + 1);

        Assert.Throws<OperationCanceledException>(() => outer.Get(source.Token));
        Assert.Equal(42, outer.Get(Test));
    }

    [Fact]
    public void Failure_IsNotKept()
    {
        var fails = true;
        var once = new Once<int>(_ => fails ? throw new FormatException() : 42);

        Assert.Throws<FormatException>(() => once.Get(Test));
        fails = false;
        Assert.Equal(42, once.Get(Test));
    }

    [Fact]
    public void AnswerAtHand_IsGivenToACancelledAsker()
    {
        var once = new Once<int>(_ => 42);
        once.Get(Test);

        Assert.Equal(42, once.Get(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Itself_IsRefused()
    {
        Once<int>? once = null;
        once = new Once<int>(token => once!.Get(token));

        Assert.Throws<InvalidOperationException>(() => once.Get(Test));
    }

    [Fact]
    public void AskersAtOnce_GetOneAnswer()
    {
        using var isAsked = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var count = 0;
        var once = new Once<object>(token =>
        {
            isAsked.Set();
            mayGoOn.Wait(token);
            return Interlocked.Increment(ref count);
        });
        var first = new Asker<object>(() => once.Get(Test));
        isAsked.Wait(Test);
        var second = new Asker<object>(() => once.Get(Test));

        second.WaitUntilItWaits();
        mayGoOn.Set();

        Assert.Same(first.Answer(), second.Answer());
        Assert.Equal(1, count);
    }

    [Fact]
    public void WhoWaits_MayGiveUp()
    {
        using var isAsked = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var once = new Once<int>(token =>
        {
            isAsked.Set();
            mayGoOn.Wait(token);
            return 42;
        });
        var first = new Asker<int>(() => once.Get(Test));
        isAsked.Wait(Test);
        var second = new Asker<int>(() => once.Get(source.Token));

        second.WaitUntilItWaits();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => second.Answer());

        mayGoOn.Set();
        Assert.Equal(42, first.Answer());
    }

    [Fact]
    public void WhoWaitsForACancelledOne_FindsItOut()
    {
        using var isAsked = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var once = new Once<int>(token =>
        {
            isAsked.Set();
            if (token == source.Token)
            {
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
            }

            return 42;
        });
        var first = new Asker<int>(() => once.Get(source.Token));
        isAsked.Wait(Test);
        var second = new Asker<int>(() => once.Get(Test));

        second.WaitUntilItWaits();
        source.Cancel();

        Assert.Equal(42, second.Answer());
        Assert.Throws<OperationCanceledException>(() => first.Answer());
    }

    [Fact]
    public void TwoThatAskEachOther_WaitForNobody()
    {
        // Each thread holds one value and asks for the other, which a lock around each would never end. The token ends it where it goes wrong.
        using var source = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var both = new Barrier(2);
        using var depth = new ThreadLocal<int>();
        Once<int>? one = null;
        Once<int>? two = null;
        one = new Once<int>(token => IsFirst() ? two!.Get(token) + 1 : 1);
        two = new Once<int>(token => IsFirst() ? one!.Get(token) + 1 : 1);
        bool IsFirst()
        {
            if (depth.Value++ > 0)
            {
                return false;
            }

            both.SignalAndWait(source.Token);
            return true;
        }

        var first = new Asker<int>(() => one.Get(source.Token));
        var second = new Asker<int>(() => two.Get(source.Token));

        // Which of their answers is kept is a matter of chance; everybody gets the kept one.
        Assert.InRange(first.Answer(), 1, 2);
        Assert.InRange(second.Answer(), 1, 2);
        Assert.Equal(one.Get(source.Token), first.Answer());
        Assert.Equal(two.Get(source.Token), second.Answer());
    }

    [Fact]
    public void JudgeOfAProgram_AnswersAfterACancelledQuestion()
    {
        const string Code = """
            class Endpoints
            {
                void Map(object app) => app.MapHealthChecks("/health");
                void Store(object services) => services.AddSession();
            }
            """;
        var project = Projects.ForGenerator(
            CSharpCompilation.Create("A", [CSharpSyntaxTree.ParseText(Code, path: "/src/A.cs", cancellationToken: Test)])
        );
        var cancelled = new CancellationToken(canceled: true);
        var noFiles = ProjectFiles.Of(new AnalyzerOptions([]));

        Assert.Throws<OperationCanceledException>(() => project.Health.TakesGrpcProbesAlone(noFiles, cancelled));
        Assert.Throws<OperationCanceledException>(() => project.Health.UsesUnseenHelper(cancelled));
        Assert.Throws<OperationCanceledException>(() => StateFacts.Of(project).Registrations(cancelled));

        Assert.False(project.Health.TakesGrpcProbesAlone(noFiles, Test));
        Assert.True(project.Health.UsesUnseenHelper(Test));
        Assert.Empty(StateFacts.Of(project).Registrations(Test));
    }

    /// <summary>Somebody who asks on a thread of their own.</summary>
    private sealed class Asker<T>
    {
        private readonly Thread thread;
        private T answer = default!;
        private Exception? failure;

        public Asker(Func<T> ask)
        {
            thread = new Thread(() =>
            {
                try
                {
                    answer = ask();
                }
#pragma warning disable CA1031 // Handed on to who asks for the answer.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = exception;
                }
            });
            thread.Start();
        }

        public void WaitUntilItWaits() => SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));

        public T Answer()
        {
            thread.Join();
            return failure is null ? answer : throw failure;
        }
    }
}
