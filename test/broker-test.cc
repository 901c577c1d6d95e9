// SPDX-License-Identifier: GPL-2.0-only

#include "care-bench.h"

#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// What is published goes to all who observe that topic, octet by octet, as reliably as it came.
class BrokerPassOnCase : public TestCase
{
  public:
    BrokerPassOnCase()
        : TestCase("passes on what is published")
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        std::vector<CoapReply> heard;
        std::vector<CoapReply> elsewhere;
        std::vector<std::string> answers;
        bench.At(3, [&](CoapEndpoint& coap) {
            coap.Observe(bench.brokerPeer, "ps/p9/x", [&heard](const CoapReply& reply) {
                heard.push_back(reply);
            });
            coap.Observe(bench.brokerPeer, "ps/p9/y", [&elsewhere](const CoapReply& reply) {
                elsewhere.push_back(reply);
            });
        });
        const auto publish = [&](double at, const Bytes& payload, bool confirmable) {
            bench.At(at, [&bench, &answers, payload, confirmable](CoapEndpoint& coap) {
                CoapRequest request;
                request.method = CoapCode::PUT;
                request.path = "ps/p9/x";
                request.contentFormat = COSE_ENCRYPT0;
                request.payload = payload;
                request.confirmable = confirmable;
                coap.Request(
                    bench.brokerPeer,
                    request,
                    [&answers](const CoapReply& reply) {
                        answers.push_back(CoapCodeToString(reply.message.code));
                    },
                    42 + confirmable);
            });
        };
        publish(4, {0xff, 0x00, 0x01}, false);
        publish(5, {0x02}, true);
        bench.Run(10);

        NS_TEST_ASSERT_MSG_EQ(heard.size(), 3, "the registration, then each publication");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(heard[0].message.code), "2.05", "can be observed");
        NS_TEST_EXPECT_MSG_EQ(heard[0].message.payload.empty(), true, "though nothing was there");
        NS_TEST_EXPECT_MSG_EQ((heard[1].message.payload == Bytes{0xff, 0x00, 0x01}), true, "first");
        NS_TEST_EXPECT_MSG_EQ((heard[1].message.type == CoapType::NON), true, "NON in, NON out");
        NS_TEST_EXPECT_MSG_EQ(heard[1].provenance, 42, "provenance");
        NS_TEST_EXPECT_MSG_EQ((heard[2].message.payload == Bytes{0x02}), true, "second");
        NS_TEST_EXPECT_MSG_EQ((heard[2].message.type == CoapType::CON), true, "CON in, CON out");
        NS_TEST_EXPECT_MSG_EQ(heard[2].provenance, 43, "provenance");
        for (const CoapReply& reply : {heard[1], heard[2]})
        {
            NS_TEST_EXPECT_MSG_EQ(
                reply.message.GetUint(CoapOptionNumber::CONTENT_FORMAT).value_or(0),
                COSE_ENCRYPT0,
                "content format");
            NS_TEST_EXPECT_MSG_EQ(reply.message.GetUint(CoapOptionNumber::MAX_AGE).value_or(0),
                                  60,
                                  "Max-Age");
        }
        NS_TEST_EXPECT_MSG_EQ(elsewhere.size(), 1, "another topic hears nothing but its beginning");
        NS_TEST_EXPECT_MSG_EQ((answers == std::vector<std::string>{"2.04"}),
                              true,
                              "the CON alone is answered");
        NS_TEST_ASSERT_MSG_EQ(bench.stored.size(), 2, "stored");
        NS_TEST_EXPECT_MSG_EQ(bench.stored[1].topic, "ps/p9/x", "under its topic");
        NS_TEST_EXPECT_MSG_EQ((bench.stored[0].payload == Bytes{0xff, 0x00, 0x01}), true, "as is");
    }
};

/// Who comes later gets the latest; methods and paths the broker does not have are refused.
class BrokerRequestsCase : public TestCase
{
  public:
    explicit BrokerRequestsCase(bool answerNon)
        : TestCase(std::string("answers with the latest and refuses what it does not have, NON ") +
                   (answerNon ? "answered" : "unanswered")),
          m_answerNon(answerNon)
    {
    }

  private:
    void DoRun() override
    {
        CareBench bench;
        bench.KeepSilent();
        std::map<std::string, CoapMessage> answers;
        const auto ask = [&](const std::string& name,
                             uint8_t method,
                             const std::string& path,
                             bool confirmable = true) {
            bench.At(4, [&bench, &answers, name, method, path, confirmable](CoapEndpoint& coap) {
                CoapRequest request;
                request.method = method;
                request.path = path;
                request.confirmable = confirmable;
                coap.Request(bench.brokerPeer, request, [&answers, name](const CoapReply& reply) {
                    answers[name] = reply.message;
                });
            });
        };
        bench.broker->SetAttribute("AnswerNonConfirmable", BooleanValue(m_answerNon));
        bench.Publish(3, "ps/p9/x", {SENML_CBOR, {1, 2, 3}});
        bench.Publish(3.5, "ps/p9/x", {SENML_CBOR, {4}});
        ask("latest", CoapCode::GET, "ps/p9/x");
        ask("delete", CoapCode::DELETE_, "ps/p9/x");
        ask("elsewhere", CoapCode::GET, "private/p9");
        ask("put elsewhere", CoapCode::PUT, "private/p9");
        ask("delete by NON", CoapCode::DELETE_, "ps/p9/x", false);
        ask("put", CoapCode::PUT, "ps/p9/y");
        ask("put by NON", CoapCode::PUT, "ps/p9/z", false);
        bench.Run(10);
        NS_TEST_EXPECT_MSG_EQ((answers["latest"].payload == Bytes{4}), true, "the latest");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(answers["delete"].code), "4.05", "not allowed");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(answers["elsewhere"].code), "4.04", "not found");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(answers["put elsewhere"].code), "4.04", "not found");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(answers["delete by NON"].code),
                              "4.05",
                              "a NON is told what is wrong");
        NS_TEST_EXPECT_MSG_EQ(CoapCodeToString(answers["put"].code), "2.01", "created");
        NS_TEST_EXPECT_MSG_EQ(answers["put by NON"].code,
                              (m_answerNon ? CoapCode::CREATED : CoapCode::EMPTY),
                              "and that all is well only if it is to be");
        NS_TEST_EXPECT_MSG_EQ(bench.stored.size(), 4, "nothing stored outside ps/");
    }

    bool m_answerNon;
};

class BrokerSuite : public TestSuite
{
  public:
    BrokerSuite()
        : TestSuite("iomt-broker", TestSuite::Type::UNIT)
    {
        AddTestCase(new BrokerPassOnCase);
        AddTestCase(new BrokerRequestsCase(false));
        AddTestCase(new BrokerRequestsCase(true));
    }
} g_brokerSuite;

} // namespace
