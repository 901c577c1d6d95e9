// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CHILD_PROCESS_H
#define IOMT_CHILD_PROCESS_H

#include <cstdio>
#include <functional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{
namespace iomt
{

/**
 * @brief Runs something in a child process, where an abort is an observation and not the end.
 * @param what to run; returns an exit code below 64
 * @return empty if it returned 0, else what became of it
 */
inline std::string
FateOfChild(const std::function<int()>& what)
{
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0)
    {
        // What it says about its death is expected or told by the parent.
        if (std::freopen("/dev/null", "w", stderr) == nullptr)
        {
            _exit(65);
        }
        int code = 64;
        try
        {
            code = what();
        }
        catch (...)
        {
        }
        _exit(code);
    }
    if (child < 0)
    {
        return "fork failed";
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
    {
        return "signal " + std::to_string(WTERMSIG(status));
    }
    return WEXITSTATUS(status) == 0 ? "" : "exit " + std::to_string(WEXITSTATUS(status));
}

} // namespace iomt
} // namespace ns3

#endif // IOMT_CHILD_PROCESS_H
