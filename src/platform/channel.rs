//! Words between the tabs of one browser that show this page.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "faaso-designer";

/// Says and hears as long as it lives. Where the browser has none it is silent.
pub struct Channel {
    channel: Option<BroadcastChannel>,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// `hear` gets what other tabs say, never what this one says.
    pub fn open(hear: impl Fn(Vec<u8>) + 'static) -> Self {
        let channel = BroadcastChannel::new(NAME).ok();
        let hear = Closure::new(move |event: MessageEvent| {
            if let Some(bytes) = event.data().dyn_ref::<js_sys::Uint8Array>() {
                hear(bytes.to_vec());
            }
        });
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        }
        Channel { channel, _hear: hear }
    }

    pub fn say(&self, bytes: &[u8]) {
        if let Some(channel) = &self.channel {
            // fails only when it is closed
            let _ = channel.post_message(&js_sys::Uint8Array::from(bytes));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}
