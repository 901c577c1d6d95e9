// SPDX-License-Identifier: GPL-2.0-only

// LE Secure Connections pairing: recorded pairings of another implementation octet by octet, two
// ends of our own, the choice of the method, and people in the middle.

#include "ble-pairing-bench.h"

#include "ns3/ble-pairing.h"
#include "ns3/ble-smp-address.h"
#include "ns3/operation-counts.h"
#include "ns3/test.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Role = BlePairing::Role;
using Method = BlePairing::Method;

/// A pairing on the air, replayed against one end.
struct Recording
{
    const char* name;
    Role role;
    const char* initiator; //!< with the type of address in front
    const char* responder;
    BleIoCapability ioCapability;
    bool authenticated;
    const char* privateKey; //!< most significant octet first
    /// In order; "<" came from the peer, ">" is what this end must say.
    std::vector<std::string> commands;
    std::optional<uint32_t> number; //!< shown for comparison
    const char* ltk;
};

/// Out of the host tests of Apache NimBLE, nimble/host/test/src/ble_sm_sc_test.c, without the key
/// distribution, which this end does not ask for and which no check covers.
const Recording RECORDINGS[] = {
    {"peer_jw_iio3_rio3",
     Role::RESPONDER,
     "00e09467a061ca",
     "000a4500112233",
     BleIoCapability::NO_INPUT_NO_OUTPUT,
     false,
     "fbd912eaf158e65ab4e0608b177ac1556ad474606f10ad9a43bc0b97b8208d54",
     {"<01030009100d0f",
      ">02030009100000",
      "<0cbcf2d8a5dba3956c99f9110d4d2ef0bdee9b69b6cd8874be40e8e5ccdc884453"
      "bfa9820e187a14f877fd8e922af85d39d16d921f387499dc6c2c9423f97256ab",
      ">0c728cd188d7be49b2c55c95b364e01232b6c9476337385b9c1e1b1a0609e23185"
      "193a296962d630e7e84863dc00730a707d2e29cc917771b175b8f7dcb0e29110",
      ">0382edd062913d967f13c50d022b5e4316",
      "<04a4345fb3af734364cd191b5b87583166",
      ">04c091fbb377a2020bc6cd6c0451454539",
      "<0d82651d02ed891344041a147c329a1e7d",
      ">0d063c284ae5484b51654e145e2fddfa22"},
     std::nullopt,
     "6ca30286535eaeff6e944b09148a5963"},
    {"us_nc_iio1_rio4",
     Role::INITIATOR,
     "00010807010101",
     "00e09467a061ca",
     BleIoCapability::DISPLAY_YES_NO,
     true,
     "d6df0396bed78cca6d8a36d951d2b68c6eccfb3e73f120009e60e3bc814f6bb1",
     {">0101000d100000",
      "<0204000d100000",
      ">0ce50f020a3790945a0621f7bcd5beb9248a35fdf85ee270d55ae8e7dd1390ebd4"
      "41c8511a254401534274079c18e63b8ace7a371f185c027c6716f5302b31a9c7",
      "<0c7c2739dc10fa57974a18dc0efc4bd0ac3aa44c65b5be7bd8d1fd9df8e3004ef3"
      "aefd8e93b4a94dd3b6bd4c1dc17e675707104ed00f2323ab0986c3b96314e4e5",
      "<0340356da119a68bff4f0c867e957cb8c1",
      ">0495840d2d7afd5aa6eafd7bf06895eb77",
      "<042541dadfddcacd2e4979b0aa7a23287f",
      ">0d49bb899ea110267ae74251cd1f3b221d",
      "<0d5951c87b4faefeb80c41e8e0f94c2bc7"},
     344302,
     "e7a6960458d5d797e93cbb2f970260f5"},
    {"peer_nc_iio1_rio1",
     Role::RESPONDER,
     "00e09467a061ca",
     "000a4500112233",
     BleIoCapability::DISPLAY_YES_NO,
     true,
     "a4f162d72f70e952a4e800fd45a2c79b830cc69815d7949beebdfceb6b4f2fd6",
     {"<0101000d100d0f",
      ">0201000d100000",
      "<0c410d958a68b8cf0758255f97d299714406fc9c4dd17480ed49d1366b558b543b"
      "0f1a6145e54b1113b3158709ec16f8412ee2159314569fcd607d92ecd3b585c5",
      ">0cbc6acfc68a3adc89dda9af29c7afe28b25eecea6101d332fd5fc30b8b17bb16e"
      "1ac6423698404f9082a0103aa50fcf57d22e809d61c721ac475b937502304014",
      ">0373c8565e333726b600659ca1eebf61f6",
      "<047c23037054a270e42de9886f40d62fb2",
      ">042d9fe81df24e2e58168c83899270a2ba",
      "<0dc08a1cff7fd6bcee19a5c63abd484bc3",
      ">0d383683d51afbe63c800c818178124138"},
     516214,
     "fbfde47a2ab7011584fda541940a7fd8"},
};

BleSmpAddress
Address(const char* hex)
{
    const Bytes octets = FromHex(hex);
    BleSmpAddress address{};
    std::copy(octets.begin(), octets.end(), address.begin());
    return address;
}

/// The draws that lead to this private key, and to this nonce of Pairing Random.
std::vector<uint32_t>
Draws(const char* privateKey, const std::string& random)
{
    Bytes octets(8);
    const Bytes scalar = FromHex(privateKey);
    octets.insert(octets.end(), scalar.begin(), scalar.end());
    --octets.back(); // P256KeyPair::FromRandom() adds 1
    const Bytes nonce = FromHex(random.substr(3));
    octets.insert(octets.end(), nonce.rbegin(), nonce.rend());
    std::vector<uint32_t> draws;
    for (std::size_t i = 0; i < octets.size(); i += 4)
    {
        draws.push_back(static_cast<uint32_t>(octets[i]) << 24 | octets[i + 1] << 16 |
                        octets[i + 2] << 8 | octets[i + 3]);
    }
    return draws;
}

class PairingRecordings : public TestCase
{
  public:
    PairingRecordings()
        : TestCase("recorded pairings: every octet, the number, the key")
    {
    }

  private:
    void DoRun() override
    {
        for (const Recording& recording : RECORDINGS)
        {
            Replay(recording);
        }
    }

    void Replay(const Recording& recording)
    {
        BlePairing::Settings settings;
        settings.role = recording.role;
        settings.initiator = Address(recording.initiator);
        settings.responder = Address(recording.responder);
        settings.ioCapability = recording.ioCapability;
        settings.authenticated = recording.authenticated;

        std::string ownRandom;
        for (const std::string& command : recording.commands)
        {
            ownRandom = command.compare(0, 3, ">04") == 0 ? command : ownRandom;
        }
        PairingEnd end(settings, 0);
        end.draws = Draws(recording.privateKey, ownRandom);
        std::vector<std::string> said;
        if (recording.role == Role::INITIATOR)
        {
            end.pairing->Start();
        }
        for (const std::string& command : recording.commands)
        {
            if (command[0] == '<')
            {
                end.Receive(FromHex(command.substr(1)));
                said.push_back(command);
            }
            for (const Bytes& octets : end.TakeSent())
            {
                said.push_back(">" + ToHex(octets));
            }
        }
        NS_TEST_ASSERT_MSG_EQ(said.size(), recording.commands.size(), recording.name);
        // What this end says comes right behind what it answers; the recording has that order too.
        for (std::size_t i = 0; i < said.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(said[i],
                                  recording.commands[i],
                                  recording.name << ", command " << i);
        }
        NS_TEST_EXPECT_MSG_EQ((end.number == recording.number), true, recording.name);
        NS_TEST_ASSERT_MSG_EQ(end.ltk.has_value(), true, recording.name);
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(end.ltk->begin(), end.ltk->end())),
                              recording.ltk,
                              recording.name);
    }
};

class PairingBothEnds : public TestCase
{
  public:
    PairingBothEnds()
        : TestCase("two ends come to one key and one number")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool compare : {false, true})
        {
            const OperationScope scope;
            PairingAir air(compare, 1);
            air.initiator.pairing->Start();
            NS_TEST_EXPECT_MSG_EQ(air.initiator.pairing->IsRunning(), true, "begun");
            NS_TEST_EXPECT_MSG_EQ(air.responder.pairing->IsRunning(), false, "not yet");
            air.Run();
            NS_TEST_EXPECT_MSG_EQ(air.codes, "1>2<c>c<3<4>4<d>d<", "order of the commands");
            for (const PairingEnd* end : {&air.initiator, &air.responder})
            {
                NS_TEST_EXPECT_MSG_EQ(end->calls, 1, "told once");
                NS_TEST_EXPECT_MSG_EQ((end->reason == BleSmpReason::SUCCESS), true, "reason");
                NS_TEST_EXPECT_MSG_EQ(end->pairing->IsFinished(), true, "finished");
                NS_TEST_EXPECT_MSG_EQ(end->pairing->IsRunning(), false, "not running");
                NS_TEST_EXPECT_MSG_EQ((end->pairing->GetMethod() ==
                                       (compare ? Method::NUMERIC_COMPARISON : Method::JUST_WORKS)),
                                      true,
                                      "method");
                NS_TEST_EXPECT_MSG_EQ(end->number.has_value(), compare, "number");
            }
            NS_TEST_ASSERT_MSG_EQ(air.initiator.ltk.has_value(), true, "key");
            NS_TEST_EXPECT_MSG_EQ((air.initiator.ltk == air.responder.ltk), true, "one key");
            NS_TEST_EXPECT_MSG_EQ((air.initiator.number == air.responder.number), true, "number");
            // A pair of keys and an agreement at each end.
            NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::P256_ECDH), 4, "P-256");
            if (compare)
            {
                NS_TEST_EXPECT_MSG_EQ((*air.initiator.number < 1'000'000), true, "six digits");
            }
            PairingAir again(compare, 1);
            PairingAir other(compare, 2);
            again.Pair();
            other.Pair();
            NS_TEST_EXPECT_MSG_EQ((again.initiator.ltk == air.initiator.ltk), true, "repeats");
            NS_TEST_EXPECT_MSG_EQ((other.initiator.ltk == air.initiator.ltk), false, "other draws");
        }
    }
};

class PairingSecurityRequest : public TestCase
{
  public:
    PairingSecurityRequest()
        : TestCase("the responder asks for it; requests that cross")
    {
    }

  private:
    void DoRun() override
    {
        PairingAir asked(false, 3);
        asked.responder.pairing->Start();
        asked.responder.pairing->Start(); // once
        asked.Run();
        NS_TEST_EXPECT_MSG_EQ(asked.codes, "b<1>2<c>c<3<4>4<d>d<", "asked for");
        NS_TEST_EXPECT_MSG_EQ(asked.initiator.ltk.has_value(), true, "key");

        PairingAir crossing(false, 3);
        crossing.initiator.pairing->Start();
        crossing.responder.pairing->Start();
        crossing.Run();
        NS_TEST_EXPECT_MSG_EQ(crossing.codes, "1>b<2<c>c<3<4>4<d>d<", "crossed");
        NS_TEST_EXPECT_MSG_EQ((crossing.initiator.ltk == crossing.responder.ltk), true, "key");
        NS_TEST_EXPECT_MSG_EQ(crossing.initiator.ltk.has_value(), true, "key");
    }
};

/// Core 5.4, Vol 3, Part H, table 2.8, without passkey entry.
class PairingMethods : public TestCase
{
  public:
    PairingMethods()
        : TestCase("the method for all capabilities and requirements")
    {
    }

  private:
    void DoRun() override
    {
        // Rows: responder; columns: initiator; J Just Works, P passkey entry, N comparison.
        const char* const table[] = {
            "JJPJP", // DisplayOnly
            "JNPJN", // DisplayYesNo
            "PPPJP", // KeyboardOnly
            "JJJJJ", // NoInputNoOutput
            "PNPJN", // KeyboardDisplay
        };
        for (int responder = 0; responder < 5; ++responder)
        {
            for (int initiator = 0; initiator < 5; ++initiator)
            {
                for (int mitm = 0; mitm < 4; ++mitm)
                {
                    const char method = mitm == 0 ? 'J' : table[responder][initiator];
                    One(initiator, responder, (mitm & 1) != 0, (mitm & 2) != 0, method);
                }
            }
        }
    }

    void One(int initiator, int responder, bool mitmI, bool mitmR, char method)
    {
        auto settings = PairingAir::DefaultSettings(false);
        settings.ioCapability = static_cast<BleIoCapability>(initiator);
        settings.authenticated = mitmI;
        auto peer = settings;
        peer.role = Role::RESPONDER;
        peer.ioCapability = static_cast<BleIoCapability>(responder);
        peer.authenticated = mitmR;
        PairingAir air(settings, peer, 4);
        air.Pair();
        // Who wants to be sure of the peer refuses Just Works; nobody here takes in a passkey.
        const bool possible = method == 'N' || (method == 'J' && !mitmI && !mitmR);
        const std::string which = std::to_string(initiator) + " and " + std::to_string(responder) +
                                  ", " + std::to_string(mitmI) + std::to_string(mitmR);
        NS_TEST_EXPECT_MSG_EQ(air.initiator.ltk.has_value(), possible, which);
        NS_TEST_EXPECT_MSG_EQ((air.initiator.ltk == air.responder.ltk), true, which);
        NS_TEST_EXPECT_MSG_EQ(air.initiator.number.has_value(), (method == 'N'), which);
        const BleSmpReason reason =
            possible ? BleSmpReason::SUCCESS : BleSmpReason::AUTHENTICATION_REQUIREMENTS;
        NS_TEST_EXPECT_MSG_EQ((air.initiator.reason == reason), true, which);
        NS_TEST_EXPECT_MSG_EQ((air.responder.reason == reason), true, which);
    }
};

class PairingDecisions : public TestCase
{
  public:
    PairingDecisions()
        : TestCase("a number refused at either end leaves both without a key")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool byInitiator : {true, false})
        {
            PairingAir air(true, 5);
            (byInitiator ? air.initiator : air.responder).accepts = false;
            air.Pair();
            Both(air, byInitiator ? "initiator" : "responder");
        }
        auto settings = PairingAir::DefaultSettings(true);
        auto peer = settings;
        peer.role = Role::RESPONDER;
        PairingAir nobody(settings, peer, 5, true);
        nobody.Pair();
        Both(nobody, "nobody looks");
    }

    void Both(const PairingAir& air, const char* which)
    {
        for (const PairingEnd* end : {&air.initiator, &air.responder})
        {
            NS_TEST_EXPECT_MSG_EQ(end->ltk.has_value(), false, which);
            NS_TEST_EXPECT_MSG_EQ(end->calls, 1, which);
            NS_TEST_EXPECT_MSG_EQ((end->reason == BleSmpReason::NUMERIC_COMPARISON_FAILED),
                                  true,
                                  which);
        }
    }
};

/// Someone pairs with each of the two in the other's name.
class PairingInTheMiddle : public TestCase
{
  public:
    PairingInTheMiddle()
        : TestCase("in the middle: unnoticed by Just Works, seen by who compares numbers")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool compare : {false, true})
        {
            PairingAir left(compare, 6);  // victim initiates, attacker responds
            PairingAir right(compare, 7); // attacker initiates, victim responds
            left.Pair();
            right.Pair();
            NS_TEST_ASSERT_MSG_EQ(left.initiator.ltk.has_value(), true, "with the attacker");
            NS_TEST_ASSERT_MSG_EQ(right.responder.ltk.has_value(), true, "with the attacker");
            NS_TEST_EXPECT_MSG_EQ((left.initiator.ltk == right.responder.ltk), false, "two keys");
            if (compare)
            {
                NS_TEST_EXPECT_MSG_NE(*left.initiator.number,
                                      *right.responder.number,
                                      "the two who look");
            }
        }
    }
};

class PairingConstruction : public TestCase
{
  public:
    PairingConstruction()
        : TestCase("callbacks it cannot do without, and the form of an address")
    {
    }

  private:
    void DoRun() override
    {
        for (int missing = 0; missing < 4; ++missing)
        {
            BlePairing::Callbacks callbacks;
            callbacks.send = [](const Bytes&) {};
            callbacks.done = [](const std::optional<BleKey>&, BleSmpReason) {};
            callbacks.random = [] { return 0U; };
            callbacks.send = missing == 0 ? nullptr : callbacks.send;
            callbacks.done = missing == 1 ? nullptr : callbacks.done;
            callbacks.random = missing == 2 ? nullptr : callbacks.random;
            bool refused = false;
            try
            {
                BlePairing pairing({}, callbacks);
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, (missing < 3), "callback " << missing);
        }
        const BleSmpAddress address = ToBleSmpAddress(Mac48Address("56:12:37:37:bf:ce"), false);
        NS_TEST_EXPECT_MSG_EQ(ToHex(Bytes(address.begin(), address.end())),
                              "0056123737bfce",
                              "A1 of Appendix D.3");
        NS_TEST_EXPECT_MSG_EQ(ToBleSmpAddress(Mac48Address(), true)[0], 1, "random");
    }
};

class PairingSuite : public TestSuite
{
  public:
    PairingSuite()
        : TestSuite("iomt-ble-pairing", TestSuite::Type::UNIT)
    {
        AddTestCase(new PairingRecordings);
        AddTestCase(new PairingBothEnds);
        AddTestCase(new PairingSecurityRequest);
        AddTestCase(new PairingMethods);
        AddTestCase(new PairingDecisions);
        AddTestCase(new PairingInTheMiddle);
        AddTestCase(new PairingConstruction);
    }
};

const PairingSuite SUITE;

} // namespace
