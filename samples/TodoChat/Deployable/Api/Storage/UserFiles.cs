using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TodoChat.Api.Storage;

/// <summary>One JSON file a user. While it is changed nobody else has it, at whichever instance.</summary>
public sealed class UserFiles(IOptions<StorageOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);

    private readonly string folder = Path.Combine(options.Value.Directory, "users");

    public Task<T> ReadAsync<T>(string user, Func<UserData, T> read, CancellationToken cancellationToken) =>
        UseAsync(user, read, isChange: false, cancellationToken);

    public Task<T> ChangeAsync<T>(string user, Func<UserData, T> change, CancellationToken cancellationToken) =>
        UseAsync(user, change, isChange: true, cancellationToken);

    private async Task<T> UseAsync<T>(string user, Func<UserData, T> use, bool isChange, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using var file = await OpenAsync(Path.Combine(folder, user + ".json"), cancellationToken);
        var data = file.Length == 0
            ? new UserData()
            : await JsonSerializer.DeserializeAsync<UserData>(file, JsonSerializerOptions.Web, cancellationToken) ?? new UserData();
        var result = use(data);
        if (isChange)
        {
            file.SetLength(0);
            await JsonSerializer.SerializeAsync(file, data, JsonSerializerOptions.Web, CancellationToken.None);
        }

        return result;
    }

    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(RetryAfter, cancellationToken);
            }
        }
    }
}
