using System.Net;
using System.Text;

namespace Deployability.EndToEnd.Tests.Stories;

/// <summary>Stands for a service that the app calls.</summary>
internal sealed class OtherService : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string contentType;
    private readonly Func<string, string> answer;

    /// <param name="contentType">Of every answer.</param>
    /// <param name="answer">What it answers, by the path that is asked.</param>
    public OtherService(string contentType, Func<string, string> answer)
    {
        this.contentType = contentType;
        this.answer = answer;
        Address = $"http://127.0.0.1:{LocalPort.Free()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = AnswerAsync();
    }

    public string Address { get; }

    /// <summary>The body of the last request.</summary>
    public string LastRequest { get; private set; } = "";

    public void Dispose() => listener.Close();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                LastRequest = await reader.ReadToEndAsync();
                context.Response.ContentType = contentType;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer(context.Request.Url!.AbsolutePath)));
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
