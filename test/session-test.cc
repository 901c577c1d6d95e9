// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/session.h"
#include "ns3/test.h"

#include <stdexcept>
#include <tuple>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Session `none` hands over every datagram as it is, either way.
class NoSessionCase : public TestCase
{
  public:
    NoSessionCase()
        : TestCase("none passes datagrams as they are")
    {
    }

  private:
    using Seen = std::vector<std::tuple<Bytes, uint16_t, uint64_t>>;

    void DoRun() override
    {
        Seen lower;
        Seen upper;
        const auto into = [](Seen& seen) {
            return [&seen](const Bytes& datagram, const CoapPeer& peer, uint64_t provenance) {
                seen.emplace_back(datagram, peer.port, provenance);
            };
        };
        const auto session = SessionRegistry::Get().Create("none");
        session->Connect(into(lower), into(upper));
        CoapPeer peer;
        peer.port = 1234;
        session->Send({1, 2}, peer, 11);
        session->Send({}, peer, 0);
        session->Receive({3}, peer, 12);
        NS_TEST_EXPECT_MSG_EQ((lower == Seen{{{1, 2}, 1234, 11}, {{}, 1234, 0}}), true, "out");
        NS_TEST_EXPECT_MSG_EQ((upper == Seen{{{3}, 1234, 12}}), true, "in");
    }
};

/// An unknown session is refused with the names there are.
class SessionNamesCase : public TestCase
{
  public:
    SessionNamesCase()
        : TestCase("unknown names are refused")
    {
    }

  private:
    void DoRun() override
    {
        std::string error;
        try
        {
            SessionRegistry::Get().Create("nine");
        }
        catch (const std::invalid_argument& refused)
        {
            error = refused.what();
        }
        for (const char* part : {"session", "nine", "none"})
        {
            NS_TEST_EXPECT_MSG_NE(error.find(part), std::string::npos, error << " has " << part);
        }
    }
};

class SessionSuite : public TestSuite
{
  public:
    SessionSuite()
        : TestSuite("iomt-session", TestSuite::Type::UNIT)
    {
        AddTestCase(new NoSessionCase);
        AddTestCase(new SessionNamesCase);
    }
} g_sessionSuite;

} // namespace
