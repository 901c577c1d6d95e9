// SPDX-License-Identifier: GPL-2.0-only

#include "files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace ns3::iomt
{

namespace
{

[[noreturn]] void
Fail(const std::string& path)
{
    throw std::runtime_error(path + ": " + std::strerror(errno));
}

/// Closes what was opened.
class File
{
  public:
    File(const std::string& path, int standard, int flags, mode_t mode)
        : m_descriptor(path == "-" ? standard : open(path.c_str(), flags, mode)),
          m_owned(path != "-")
    {
        if (m_descriptor < 0)
        {
            Fail(path);
        }
    }

    ~File()
    {
        if (m_owned)
        {
            close(m_descriptor);
        }
    }

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int Descriptor() const
    {
        return m_descriptor;
    }

  private:
    int m_descriptor;
    bool m_owned;
};

} // namespace

Bytes
ReadFile(const std::string& path)
{
    const File file(path, STDIN_FILENO, O_RDONLY, 0);
    Bytes octets;
    uint8_t buffer[65536];
    for (;;)
    {
        const ssize_t got = read(file.Descriptor(), buffer, sizeof(buffer));
        if (got < 0)
        {
            Fail(path);
        }
        if (got == 0)
        {
            return octets;
        }
        octets.insert(octets.end(), buffer, buffer + got);
    }
}

void
WriteFile(const std::string& path, const Bytes& octets, bool secret)
{
    const File file(path, STDOUT_FILENO, O_WRONLY | O_CREAT | O_TRUNC, secret ? 0600 : 0666);
    for (std::size_t done = 0; done < octets.size();)
    {
        const ssize_t put = write(file.Descriptor(), octets.data() + done, octets.size() - done);
        if (put < 0)
        {
            Fail(path);
        }
        done += static_cast<std::size_t>(put);
    }
}

} // namespace ns3::iomt
